namespace LlamaOrch.Ops.Tests.Rules;

/// <summary>What a unit test expects of an alert at one time.</summary>
/// <param name="Test">The file and the test.</param>
/// <param name="At">When.</param>
/// <param name="Alert">The alert's name.</param>
/// <param name="Windows">The windows of those that are to fire; empty texts for alerts without one.</param>
internal sealed record AlertCase(string Test, TimeSpan At, string Alert, IReadOnlyList<string> Windows)
{
    /// <summary>Whether the rule is to fire.</summary>
    public bool Fires(AlertRule rule) => Windows.Contains(rule.Window);
}
