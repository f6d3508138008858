using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.PoolManager.Configuration;

/// <summary>
/// This run of the agent and those before it on the same data directory. Whoever holds the directory's lock knows that
/// they have ended, which nobody can see from outside.
/// </summary>
/// <param name="Own">Id of this run.</param>
/// <param name="Earlier">Ids of earlier runs, the latest last.</param>
internal sealed record AgentInstance(string Own, IReadOnlyList<string> Earlier)
{
    /// <summary>Runs that are remembered: a crash loop must not hide the last one that registered.</summary>
    public const int EarlierMax = 16;

    private const string FileName = "agent-instances";

    /// <summary>A run that knows of no earlier one.</summary>
    public static AgentInstance First() => new(Guid.NewGuid().ToString("N"), []);

    /// <summary>Begins a run in a directory whose lock is held.</summary>
    public static AgentInstance Begin(string directory)
    {
        string file = Path.Combine(directory, FileName);
        AgentInstance instance = First() with { Earlier = Read(file) };
        try
        {
            File.WriteAllLines(file, instance.Earlier.Append(instance.Own));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A full disk keeps no node from starting: the next run then waits until this one is counted as gone.
        }

        return instance;
    }

    private static string[] Read(string file)
    {
        try
        {
            return [.. File.ReadLines(file).Where(line => IdentifierRules.IsValid(line)).TakeLast(EarlierMax)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
