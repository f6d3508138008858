using LlamaOrch.Client.Diagnosis;
using Xunit;

namespace LlamaOrch.Client.Tests.Scenes;

/// <summary>What tests say of findings.</summary>
internal static class Findings
{
    /// <summary>The one finding of a check that is not well; it must say why it matters and what to do.</summary>
    public static Finding Only(this ICheck check, FleetPicture fleet)
    {
        Finding finding = Assert.Single(check.Examine(fleet), finding => finding.Severity != Severity.Ok);
        Assert.False(string.IsNullOrWhiteSpace(finding.Why));
        Assert.False(string.IsNullOrWhiteSpace(finding.Advice));
        return finding;
    }

    /// <summary>Asserts that a check finds nothing bad, and says so.</summary>
    public static void FindsNothingIn(this ICheck check, FleetPicture fleet) =>
        Assert.All(check.Examine(fleet).ToArray(), finding => Assert.Equal(Severity.Ok, finding.Severity));

    /// <summary>Asserts what the one bad finding of a check is.</summary>
    public static void Finds(
        this ICheck check, FleetPicture fleet, string id, Severity severity, string? subject, string what)
    {
        Finding finding = check.Only(fleet);
        Assert.Equal((id, severity, subject), (finding.Id, finding.Severity, finding.Subject));
        Assert.Contains(what, finding.What, StringComparison.Ordinal);
    }
}
