using System.CommandLine;
using LlamaOrch.Cli.Terminals;
using LlamaOrch.Cli.Top;
using LlamaOrch.Client;
using LlamaOrch.Client.Overview;
using LlamaOrch.Contracts.Processes;

namespace LlamaOrch.Cli.Commands;

/// <summary><c>llama-orch top</c>: nodes, pools, queues and tokens a second, live.</summary>
internal static class TopCommand
{
    private const int IntervalSecondsMax = 3600;

    public static Command Build(Terminal terminal)
    {
        var fleet = new FleetOptions();
        var interval = new Option<int>("--interval")
        {
            Description = "Seconds between two looks",
            HelpName = "SECONDS",
            CustomParser = OptionRules.Number("--interval", 1, IntervalSecondsMax),
            DefaultValueFactory = _ => 1,
        };
        var once = new Option<bool>("--once") { Description = "Print one frame and stop; needs no terminal" };
        var command = new Command("top", "Nodes, pools, queues and tokens a second, live") { interval, once };
        fleet.AddTo(command);
        command.SetAction((parsed, cancellation) => fleet.UseClientAsync(parsed, async client =>
        {
            TimeSpan pause = TimeSpan.FromSeconds(parsed.GetValue(interval));
            if (fleet.IsJson(parsed))
                terminal.WriteJson(
                    await LookTwiceAsync(client, pause, cancellation), ClientJsonContext.Default.FleetOverview);
            else if (parsed.GetValue(once))
                await PrintAsync(terminal, client, fleet.Url(parsed), pause, cancellation);
            else if (terminal.IsInteractive)
                await new LiveScreen(client, fleet.Url(parsed), pause).RunAsync(cancellation);
            else
                throw new StartupException(
                    ExitCode.Usage, "There is no terminal to draw on: add --once for one frame, or --json.");
        }));
        return command.WithExamples(
            "llama-orch top",
            "llama-orch top --interval 5",
            "llama-orch top --once > now.txt",
            "llama-orch top --json");
    }

    private static async Task PrintAsync(
        Terminal terminal, OrchestratorClient client, Uri url, TimeSpan pause, CancellationToken cancellation)
    {
        FleetOverview fleet = await LookTwiceAsync(client, pause, cancellation);
        terminal.Write(TopFrame.Draw(fleet, url, problem: null, terminal.Columns));
        terminal.WriteLine();
    }

    /// <summary>Rates need two looks.</summary>
    private static async Task<FleetOverview> LookTwiceAsync(
        OrchestratorClient client, TimeSpan pause, CancellationToken cancellation)
    {
        OverviewSample earlier = await OverviewSample.TakeAsync(client, TimeProvider.System, cancellation);
        await Task.Delay(pause, cancellation);
        OverviewSample now = await OverviewSample.TakeAsync(client, TimeProvider.System, cancellation);
        return FleetOverview.Of(now, earlier);
    }
}
