using System.CommandLine;
using System.Text.Json.Nodes;
using LlamaOrch.Bench.Compare;
using LlamaOrch.Bench.Reports;

namespace LlamaOrch.Bench.Scrapes;

/// <summary><c>scrape</c>: what scrapes of a large fleet cost orchestratord; prints one JSON line.</summary>
internal sealed class ScrapeCommand : Command
{
    private readonly Option<int> pools = new("--pools") { DefaultValueFactory = _ => 1000 };
    private readonly Option<int> scrapes = new("--scrapes") { DefaultValueFactory = _ => 400 };
    private readonly Option<bool> openMetrics = new("--open-metrics") { DefaultValueFactory = _ => false };
    private readonly Option<bool> gzip = new("--gzip")
    {
        Description = "Ask for compressed text, as Prometheus does.",
        DefaultValueFactory = _ => true,
    };
    private readonly Option<int> pollInterval = new("--poll-interval-ms")
    {
        Description = "Poll each pool so often, in vain; its series move then. Default: never.",
        DefaultValueFactory = _ => ScrapedFleet.Never,
    };
    private readonly Option<bool> pin = new("--pin")
    {
        Description = "Give orchestratord the last core and the scraper the others.",
        DefaultValueFactory = _ => true,
    };

    public ScrapeCommand()
        : base("scrape", "Measures scrapes of a real orchestratord with many pools: processor time and duration.")
    {
        foreach (Option option in (Option[])[pools, scrapes, openMetrics, gzip, pollInterval, pin])
            Options.Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var place = new BenchPlace(arguments.GetValue(pin), BenchPlace.DefaultHosts, []);
        try
        {
            await using ScrapedFleet fleet = await ScrapedFleet.StartAsync(
                place, arguments.GetValue(pools), arguments.GetValue(pollInterval), cancellationToken);
            JsonObject line = await fleet.MeasureAsync(
                arguments.GetValue(scrapes),
                arguments.GetValue(openMetrics),
                arguments.GetValue(gzip),
                cancellationToken);
            line["at"] = DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ");
            line["commit"] = SourceRevision.Current();
            line["machine"] = MachineFacts.ToJson();
            await Console.Out.WriteLineAsync(line.ToJsonString(LoadReport.Json));
            return 0;
        }
        catch (BenchException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }
}
