using LlamaOrch.Cli.Terminals;
using LlamaOrch.Client.Diagnosis;
using Spectre.Console;

namespace LlamaOrch.Cli.Doctor;

/// <summary>The report of an examination for people, the worst first.</summary>
internal static class ReportText
{
    public static void Write(Terminal terminal, DoctorReport report)
    {
        foreach (FindingGroup group in FindingGroup.Of(
            report.Findings.Where(finding => finding.Severity != Severity.Ok)))
        {
            Finding finding = group.First;
            (string mark, string colour) = Look(finding.Severity);
            terminal.WriteLine(
                $"[{colour}]{mark} {finding.Severity.ToString().ToLowerInvariant()}[/]  "
                + $"{Markup.Escape(finding.What)}  [grey]{finding.Id}[/]");
            if (group.Others.Count > 0)
                WriteBelow(terminal, "and: ", $"{group.Others.Count} like it: {Enumeration.Of(group.Others)}");
            if (finding.Why is string why)
                WriteBelow(terminal, "why: ", why);
            if (finding.Advice is string advice)
                WriteBelow(terminal, "do:  ", advice);
            terminal.WriteLine();
        }

        foreach (Finding finding in report.Findings.Where(finding => finding.Severity == Severity.Ok))
            terminal.WriteLine($"[green]✓ ok[/]  {Markup.Escape(finding.What)}  [grey]{finding.Id}[/]");
        terminal.WriteLine();
        terminal.WriteLine(string.Join(", ", Enum.GetValues<Severity>().Reverse().Select(severity =>
            Counted(report.Findings.Count(finding => finding.Severity == severity), severity))));
    }

    private static void WriteBelow(Terminal terminal, string label, string text)
    {
        var below = new Grid();
        below.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(4, 0, 0, 0) });
        below.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        below.AddRow(new Text(label, new Style(Color.Grey)), new Text(text));
        terminal.Write(below);
    }

    private static string Counted(int count, Severity severity) => severity switch
    {
        Severity.Ok => $"{count} ok",
        Severity.Info => count == 1 ? "1 note" : $"{count} notes",
        _ => $"{count} {severity.ToString().ToLowerInvariant()}{(count == 1 ? string.Empty : "s")}",
    };

    private static (string Mark, string Colour) Look(Severity severity) => severity switch
    {
        Severity.Error => ("✗", "red"),
        Severity.Warning => ("!", "yellow"),
        _ => ("i", "blue"),
    };
}
