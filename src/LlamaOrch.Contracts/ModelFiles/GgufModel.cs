using System.Globalization;
using System.Text.RegularExpressions;
using LlamaOrch.Contracts.Processes;

namespace LlamaOrch.Contracts.ModelFiles;

/// <summary>A model of one GGUF file or of several, all of which are there and whole.</summary>
/// <param name="Header">The metadata; of a split model that of the first part.</param>
/// <param name="LengthBytes">All files together, bytes.</param>
public sealed partial record GgufModel(GgufHeader Header, long LengthBytes)
{
    /// <summary>Reads the headers of all parts, and nothing of the weights.</summary>
    /// <param name="path">The file, or the first part of a split model.</param>
    /// <exception cref="StartupException">
    /// A part is missing, cut off or of another kind, or the file is no model; the sentence says what to do.
    /// </exception>
    public static GgufModel Open(string path)
    {
        GgufHeader header = GgufHeader.Read(path);
        if (header.FileType is string type and not "model")
        {
            throw new StartupException(
                ExitCode.BadModelFile,
                $"{path} is a GGUF file of the type '{type}', and no model: name the model itself.");
        }

        Match name = PartName().Match(Path.GetFileName(path));
        if (!name.Success)
        {
            return header.SplitCount <= 1
                ? new GgufModel(header, header.LengthBytes)
                : throw new StartupException(
                    ExitCode.BadModelFile,
                    $"{path} is one of {header.SplitCount} parts and was renamed: give all parts their names back, "
                    + $"such as model-00001-of-{header.SplitCount:00000}.gguf.");
        }

        int count = int.Parse(name.Groups["count"].ValueSpan, CultureInfo.InvariantCulture);
        string PartPath(int number) => Path.Combine(
            Path.GetDirectoryName(path) ?? "", $"{name.Groups["name"].Value}-{number:00000}-of-{count:00000}.gguf");
        if (int.Parse(name.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) != 1)
        {
            throw new StartupException(
                ExitCode.BadModelFile, $"{path} is a later part of a split model: name the first one, {PartPath(1)}.");
        }

        long length = header.LengthBytes;
        for (int number = 2; number <= count; number++)
        {
            string part = PartPath(number);
            if (!File.Exists(part))
            {
                throw new StartupException(
                    ExitCode.BadModelFile,
                    $"Part {number} of {count} of the model is missing: {part}. All parts must lie in one directory.");
            }

            length += GgufHeader.Read(part).LengthBytes;
        }

        return new GgufModel(header, length);
    }

    [GeneratedRegex("^(?<name>.+)-(?<number>[0-9]{5})-of-(?<count>[0-9]{5})\\.gguf$", RegexOptions.ExplicitCapture)]
    private static partial Regex PartName();
}
