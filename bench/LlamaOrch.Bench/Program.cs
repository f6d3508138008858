using System.CommandLine;
using LlamaOrch.Bench.Compare;
using LlamaOrch.Bench.Load;
using LlamaOrch.Bench.Placement;
using LlamaOrch.Bench.Predictions;
using LlamaOrch.Bench.Proxies;
using LlamaOrch.Bench.Scrapes;
using LlamaOrch.Bench.Stub;
using LlamaOrch.Bench.Traces;

var root = new RootCommand("Measures what a gateway costs in front of an engine; run by hand, one JSON line a run.")
{
    new StubCommand(),
    new LoadCommand(),
    new YarpCommand(),
    new ForwardCommand(),
    new CompareCommand(),
    new PlacementCommand(),
    new PredictionsCommand(),
    new ScrapeCommand(),
    new TraceSinkCommand(),
};
// A comparison stops its processes one by one when it is told to stop.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) };
return await root.Parse(args).InvokeAsync(invocation);
