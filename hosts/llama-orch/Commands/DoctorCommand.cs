using System.CommandLine;
using LlamaOrch.Cli.Doctor;
using LlamaOrch.Cli.Terminals;
using LlamaOrch.Client;
using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Contracts.Processes;

namespace LlamaOrch.Cli.Commands;

/// <summary><c>llama-orch doctor</c>: examines a whole fleet.</summary>
internal static class DoctorCommand
{
    public const string Name = "doctor";

    /// <summary>
    /// Its exit code when it could not check: its own, since 1 and 2 tell what it found.
    /// </summary>
    public const int CouldNotCheck = 3;

    private const int WatchSecondsMax = 60;

    // Nodes that are refused try again within five seconds.
    private const int WatchSecondsDefault = 6;

    private static readonly string Version = typeof(DoctorCommand).Assembly.GetName().Version!.ToString(3);

    public static Command Build(Terminal terminal)
    {
        var fleet = new FleetOptions();
        var watch = new Option<int>("--watch")
        {
            Description = "For how many seconds counters are watched; what grows meanwhile is told from what is past",
            HelpName = "SECONDS",
            CustomParser = OptionRules.Number("--watch", 0, WatchSecondsMax),
            DefaultValueFactory = _ => WatchSecondsDefault,
        };
        var command = new Command(Name, "Examine the whole fleet and say what to do") { watch };
        fleet.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            DoctorReport? report = null;
            await fleet.UseClientAsync(parsed, async client =>
            {
                report = await ExamineAsync(
                    terminal, client, fleet.Url(parsed), parsed.GetValue(watch), cancellation);
                if (fleet.IsJson(parsed))
                    terminal.WriteJson(report, ClientJsonContext.Default.DoctorReport);
                else
                    ReportText.Write(terminal, report);
            });
            return ExitCodeOf(report!.Severity);
        });
        return command.WithExamples(
            "llama-orch doctor",
            "llama-orch doctor --url https://fleet.example --json",
            "llama-orch doctor --watch 0 || echo 'exit code: 1 warning, 2 error, 3 could not check'");
    }

    private static Task<DoctorReport> ExamineAsync(
        Terminal terminal, OrchestratorClient client, Uri url, int seconds, CancellationToken cancellation) =>
        terminal.StepAsync("Examining the fleet", progress =>
        {
            if (seconds > 0)
                progress.Report($"watching it for {seconds} s");
            return FleetDoctor.ExamineAsync(
                client, url, Version, TimeSpan.FromSeconds(seconds), TimeProvider.System, cancellation);
        });

    private static int ExitCodeOf(Severity worst) => worst switch
    {
        Severity.Error => 2,
        Severity.Warning => 1,
        _ => (int)ExitCode.Ok,
    };
}
