using System.Text.RegularExpressions;

namespace LlamaOrch.Client.Diagnosis;

/// <summary>
/// Findings that say the same of different nodes, pools, models or addresses: a person reads them as one, however many
/// there are.
/// </summary>
/// <param name="First">The first of them; what it says to do is done for the others likewise.</param>
/// <param name="Others">What the others are about, in the order of the report; empty when it stands alone.</param>
public sealed partial record FindingGroup(Finding First, IReadOnlyList<string> Others)
{
    // Fewer are read faster one by one, each with its own numbers and addresses.
    private const int AloneMax = 3;

    /// <summary>Joins findings, each group where its first one stands.</summary>
    /// <param name="findings">The findings of a report.</param>
    public static IReadOnlyList<FindingGroup> Of(IEnumerable<Finding> findings) =>
    [
        .. findings.GroupBy(KindOf).SelectMany(kind => kind.ToArray() is { Length: > AloneMax } many
            && many.All(finding => finding.Subject is not null)
                ? [new FindingGroup(many[0], [.. many.Skip(1).Select(finding => finding.Subject!)])]
                : kind.Select(finding => new FindingGroup(finding, []))),
    ];

    /// <summary>
    /// Two findings are of one kind when the same has happened and the same is to be done, but for addresses, names
    /// and numbers.
    /// </summary>
    private static (string, Severity, string, string, string) KindOf(Finding finding) => (
        finding.Id,
        finding.Severity,
        Plain(finding, finding.Why),
        Plain(finding, finding.Advice),
        Plain(finding, finding.Cause));

    private static string Plain(Finding finding, string? text)
    {
        string plain = Address().Replace(text ?? string.Empty, "@");
        if (finding.Subject is string subject)
            plain = plain.Replace(subject, "@", StringComparison.Ordinal);
        return Number().Replace(plain, "#");
    }

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Address();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
