namespace LlamaOrch.Ops.Tests.Rules;

/// <summary>An alert of the rule file.</summary>
/// <param name="Name">Its name; the burn rates share one.</param>
/// <param name="Expression">Its condition.</param>
/// <param name="For">How long the condition must hold, as written; empty for none.</param>
/// <param name="Labels">Its own labels.</param>
/// <param name="Annotations">What it tells people.</param>
internal sealed record AlertRule(
    string Name,
    string Expression,
    string For,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Annotations)
{
    public string Severity => Labels.GetValueOrDefault("severity", string.Empty);

    public string Component => Labels.GetValueOrDefault("component", string.Empty);

    /// <summary>The window, of alerts that share a name.</summary>
    public string Window => Labels.GetValueOrDefault("window", string.Empty);

    /// <summary>What tells it from all others.</summary>
    public string Key => Window.Length == 0 ? Name : $"{Name} {Window}";

    /// <summary>Whether it fires always, by intention.</summary>
    public bool IsWatchdog => Name == "Watchdog";
}
