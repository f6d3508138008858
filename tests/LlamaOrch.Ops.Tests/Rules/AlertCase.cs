namespace LlamaOrch.Ops.Tests.Rules;

/// <summary>What a unit test expects of an alert at one time.</summary>
/// <param name="Test">The file and the test.</param>
/// <param name="At">When.</param>
/// <param name="Alert">The alert's name.</param>
/// <param name="Firing">The labels of those that are to fire.</param>
internal sealed record AlertCase(
    string Test, TimeSpan At, string Alert, IReadOnlyList<IReadOnlyDictionary<string, string>> Firing)
{
    /// <summary>Whether the rule is to fire.</summary>
    public bool Fires(AlertRule rule) =>
        Firing.Any(labels => labels.GetValueOrDefault("window", string.Empty) == rule.Window);
}
