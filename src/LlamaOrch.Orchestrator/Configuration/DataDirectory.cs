namespace LlamaOrch.Orchestrator.Configuration;

/// <summary>Where the data of a control plane lies.</summary>
internal static class DataDirectory
{
    /// <summary>The default, as it is written in settings.</summary>
    public const string Default = "~/.local/share/llama-orch";

    /// <summary>The absolute path that a setting means.</summary>
    public static string Resolve(string setting)
    {
        string? dataHome = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        if (setting == Default && Path.IsPathRooted(dataHome))
            return Path.Combine(dataHome, "llama-orch");
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.GetFullPath(setting.StartsWith("~/", StringComparison.Ordinal)
            ? Path.Combine(home.Length > 0 ? home : Path.GetTempPath(), setting[2..])
            : setting);
    }
}
