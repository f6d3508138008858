namespace LlamaOrch.Hosting.Startup;

/// <summary>
/// Where data lie whose place nobody has named: <c>$XDG_DATA_HOME</c> or <c>~/.local/share</c>, there
/// <c>llama-orch</c>; and what <c>~/</c> means in a setting.
/// </summary>
public static class DataHome
{
    /// <summary>The default, as it is written in settings.</summary>
    public const string Default = "~/.local/share/llama-orch";

    private const string InHome = "~/";

    /// <summary>The absolute path that a setting means.</summary>
    /// <exception cref="InvalidOperationException">It needs a home directory, and there is none.</exception>
    public static string Resolve(string setting)
    {
        string? data = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        if (setting == Default && Path.IsPathRooted(data))
            return Path.Combine(data, "llama-orch");
        if (!setting.StartsWith(InHome, StringComparison.Ordinal))
            return Path.GetFullPath(setting);
        return Path.Combine(
            Home() ?? throw new InvalidOperationException(ProblemOf(setting)), setting[InHome.Length..]);
    }

    /// <summary>Why a setting means no path, one sentence; null when it does.</summary>
    public static string? ProblemOf(string setting)
    {
        if (string.IsNullOrWhiteSpace(setting))
            return "it is empty; name a directory.";
        bool isNamed = !setting.StartsWith(InHome, StringComparison.Ordinal)
            || (setting == Default && Path.IsPathRooted(Environment.GetEnvironmentVariable("XDG_DATA_HOME")));
        return isNamed || Home() is not null
            ? null
            : $"{setting} needs a home directory, and there is none (HOME is not set); name another directory.";
    }

    private static string? Home() =>
        Environment.GetFolderPath(
        Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify) is string home
        && Path.IsPathRooted(home)
            ? home
            : null;
}
