using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.PoolManager.Devices;

/// <summary>The machine's stable id: the system's own, or one that is made once and kept.</summary>
internal static class MachineIdentity
{
    private const string SystemFile = "/etc/machine-id";
    private const string KeptFile = "machine-id";

    /// <summary>The id; the one kept in <paramref name="dataDirectory"/> where the system has none.</summary>
    public static string Read(string dataDirectory) => Read(SystemFile, dataDirectory);

    internal static string Read(string systemFile, string dataDirectory)
    {
        string kept = Path.Combine(dataDirectory, KeptFile);
        if ((ReadId(systemFile) ?? ReadId(kept)) is string known)
            return known;
        string made = Guid.NewGuid().ToString("N");
        File.WriteAllText(kept, made + Environment.NewLine);
        return made;
    }

    private static string? ReadId(string file)
    {
        try
        {
            string text = File.ReadAllText(file).Trim();
            return IdentifierRules.IsValid(text) ? text : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
