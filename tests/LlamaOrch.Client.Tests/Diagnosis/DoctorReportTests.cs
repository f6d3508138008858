using System.Text.Json;
using System.Text.RegularExpressions;
using LlamaOrch.Client.Diagnosis;
using LlamaOrch.TestKit.Processes;
using Xunit;
using static LlamaOrch.Client.Tests.Scenes.Pictures;

namespace LlamaOrch.Client.Tests.Diagnosis;

[Trait("lane", "unit")]
public sealed partial class DoctorReportTests
{
    [Fact]
    public void The_worst_comes_first_and_gives_the_report_its_severity()
    {
        DoctorReport report = DoctorReport.Of(
            Well(), [Finding.Well("a", "."), Bad("b", Severity.Info), Bad("c", Severity.Warning)]);

        Assert.Equal(["c", "b", "a"], report.Findings.Select(finding => finding.Id));
        Assert.Equal(Severity.Warning, report.Severity);
    }

    [Fact]
    public void A_report_is_written_in_the_form_that_the_reference_shows()
    {
        DoctorReport report = DoctorReport.Of(Well(), [Bad("c", Severity.Warning)]);

        using JsonDocument json = JsonSerializer.SerializeToDocument(report, ClientJsonContext.Default.DoctorReport);

        Assert.Equal("llama-orch/doctor/1", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal(6000, json.RootElement.GetProperty("observed_ms").GetInt64());
        Assert.Equal("warning", json.RootElement.GetProperty("severity").GetString());
        JsonElement finding = json.RootElement.GetProperty("findings")[0];
        Assert.Equal("do", finding.GetProperty("do").GetString());
        Assert.False(finding.TryGetProperty("subject", out _));
    }

    [Fact]
    public void Each_check_has_something_to_say_of_a_fleet_in_which_all_is_well()
    {
        foreach (ICheck check in FleetDoctor.Checks)
            Assert.NotEmpty(check.Examine(Well()));
    }

    [Fact]
    public void The_reference_lists_every_finding_of_the_checks_and_no_other()
    {
        string checks = Path.Combine(BuiltHost.Root, "src", "LlamaOrch.Client", "Diagnosis", "Checks");
        IEnumerable<string> said = Directory.EnumerateFiles(checks, "*.cs")
            .SelectMany(file => Id().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value).Distinct();
        string page = File.ReadAllText(Path.Combine(BuiltHost.Root, "docs", "reference", "doctor.md"));

        Assert.Equal(said.Order(), Row().Matches(page).SelectMany(row => IdInRow().Matches(row.Value))
            .Select(id => id.Groups[1].Value).Order());
    }

    private static Finding Bad(string id, Severity severity) =>
        new() { Id = id, Severity = severity, What = "what", Why = "why", Advice = "do" };

    /// <summary>Names of findings are the only texts of this form in the checks.</summary>
    [GeneratedRegex("\"([a-z]+(?:-[a-z]+)+)\"")]
    private static partial Regex Id();

    [GeneratedRegex(@"^\| `[^|]+\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([a-z-]+)`")]
    private static partial Regex IdInRow();
}
