namespace LlamaOrch.Ops.Tests.Documents;

/// <summary>A block of commands of the runbook.</summary>
/// <param name="Kind">What follows <c>sh</c> in its first line, such as <c>run</c>.</param>
/// <param name="Section">The heading that it stands below, such as an alert's name.</param>
/// <param name="Part">The smaller heading, such as <c>Diagnosis</c>; empty without one.</param>
/// <param name="Commands">The commands.</param>
internal sealed record RunbookBlock(string Kind, string Section, string Part, string Commands)
{
    /// <summary>Asks the fleet and changes nothing.</summary>
    public const string Run = "run";

    /// <summary>Changes something in the fleet.</summary>
    public const string Change = "change";

    /// <summary>What the other blocks need.</summary>
    public const string Setup = "setup";

    /// <summary>For the machine itself, where a service manager runs.</summary>
    public const string ServiceManager = "service-manager";

    /// <summary>The commands, one a line, comments left out.</summary>
    public IEnumerable<string> Lines => Commands.Split('\n', StringSplitOptions.TrimEntries)
        .Where(line => line.Length > 0 && !line.StartsWith('#'));

    public override string ToString() => $"{Section}, {Part}: {Commands}";
}
