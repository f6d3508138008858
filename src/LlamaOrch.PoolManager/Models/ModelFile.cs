namespace LlamaOrch.PoolManager.Models;

/// <summary>What can be said of a model file before an engine is started for it.</summary>
internal static class ModelFile
{
    /// <summary>One sentence when the file can't be a model; null when it may be one.</summary>
    public static string? Problem(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            Span<byte> magic = stackalloc byte[4];
            int count = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
            return magic[..count].SequenceEqual("GGUF"u8)
                ? null
                : $"The model file {path} is no GGUF: it does not begin with that word.";
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return $"The model file {path} does not exist.";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"The model file {path} can't be read: {failure.Message}";
        }
    }
}
