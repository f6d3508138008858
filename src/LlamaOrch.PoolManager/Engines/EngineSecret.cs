using System.Net.Http.Headers;

namespace LlamaOrch.PoolManager.Engines;

/// <summary>
/// The API key of an engine, from a file or from a variable of the environment. It goes to that engine as a bearer
/// token and nowhere else: into no log, no handoff file and no process that we start.
/// </summary>
internal sealed class EngineSecret
{
    private readonly string? file;
    private volatile AuthenticationHeaderValue header;

    private EngineSecret(string? file, string key)
    {
        this.file = file;
        header = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>What requests to the engine carry.</summary>
    public AuthenticationHeaderValue Header => header;

    /// <summary>The secret of a pool's settings; null when they name none.</summary>
    public static EngineSecret? From(string? file, string? variable)
    {
        if (file is not null && Read(file, out _) is string kept)
            return new EngineSecret(file, kept);
        return variable is not null && Valid(Environment.GetEnvironmentVariable(variable)) is string key
            ? new EngineSecret(null, key)
            : null;
    }

    /// <summary>What is wrong with the settings of a secret, one sentence; null when nothing is.</summary>
    public static string? ProblemOf(string? file, string? variable)
    {
        if (file is not null && variable is not null)
            return "the key comes from a file or from a variable, not from both.";
        if (file is not null && Read(file, out string why) is null)
            return $"the file '{file}' {why}.";
        return variable is not null && Valid(Environment.GetEnvironmentVariable(variable)) is null
            ? $"the variable '{variable}' is not set, or is no key: printable characters without spaces."
            : null;
    }

    /// <summary>Reads the file again: keys are exchanged while we run. What can't be read leaves the old one.</summary>
    public void Refresh()
    {
        if (file is not null && Read(file, out _) is string key && key != header.Parameter)
            header = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Says nothing.</summary>
    public override string ToString() => "***";

    private static string? Read(string file, out string why)
    {
        why = "holds no key: one line of printable characters without spaces";
        try
        {
            return Valid(File.ReadAllText(file).Trim());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            why = $"can't be read: {failure.Message.TrimEnd('.')}";
            return null;
        }
    }

    private static string? Valid(string? key) =>
        key is { Length: > 0 and <= 4096 } && key.All(c => c is > ' ' and < '\x7f') ? key : null;
}
