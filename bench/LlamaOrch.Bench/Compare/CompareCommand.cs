using System.CommandLine;

namespace LlamaOrch.Bench.Compare;

/// <summary><c>compare</c>: one gateway after another in front of the same stub, each under the same loads.</summary>
internal sealed class CompareCommand : Command
{
    private const int InterruptedExitCode = 130;

    private readonly Option<string> gateways = new("--gateways")
    {
        Description = $"Comma-separated, of: {string.Join(", ", GatewayCatalog.Names)}.",
        DefaultValueFactory = _ => "direct,nginx,yarp,forward,forward-inline,orchestratord,llorch",
    };

    private readonly Option<string> scenarios = new("--scenarios")
    {
        Description = $"Comma-separated, of: {string.Join(", ", Scenario.All.Select(scenario => scenario.Name))}.",
        DefaultValueFactory = _ => string.Join(',', Scenario.Chats.Select(scenario => scenario.Name)),
    };

    private readonly Option<int> rounds = new("--rounds") { DefaultValueFactory = _ => 1 };
    private readonly Option<double> duration = new("--duration-s") { DefaultValueFactory = _ => 10 };
    private readonly Option<double> warmup = new("--warmup-s") { DefaultValueFactory = _ => 5 };
    private readonly Option<bool> pin = new("--pin")
    {
        Description = "Give the gateway the last core and everything else the others.",
        DefaultValueFactory = _ => true,
    };

    private readonly Option<string?> hosts = new("--hosts")
    {
        Description = "Folder of the built hosts: HOSTS/orchestratord/release/orchestratord. Default: artifacts/bin.",
    };

    private readonly Option<string[]> gatewayEnv = new("--gateway-env")
    {
        Description = "NAME=VALUE for the gateways' environment; may be given more than once.",
    };

    private readonly Option<FileInfo?> output = new("--out") { Description = "Append the lines to this file too." };

    public CompareCommand()
        : base("compare", "Measures nginx, YARP and orchestratord + pool-managerd in front of one stub, in one run.")
    {
        foreach (Option option in (Option[])
            [gateways, scenarios, rounds, duration, warmup, pin, hosts, gatewayEnv, output])
            Options.Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var place = new BenchPlace(
            arguments.GetValue(pin),
            arguments.GetValue(hosts) ?? BenchPlace.DefaultHosts,
            [.. (arguments.GetValue(gatewayEnv) ?? []).Select(pair => pair.Split('=', 2))
                .Select(pair => KeyValuePair.Create(pair[0], pair.Length == 2 ? pair[1] : ""))]);
        var comparison = new Comparison(
            place,
            [.. arguments.GetValue(gateways)!.Split(',').Select(GatewayCatalog.Find)],
            [.. arguments.GetValue(scenarios)!.Split(',').Select(Scenario.Find)],
            TimeSpan.FromSeconds(arguments.GetValue(warmup)),
            TimeSpan.FromSeconds(arguments.GetValue(duration)));
        var table = new ResultTable();
        try
        {
            await foreach (string line in comparison.RunAsync(arguments.GetValue(rounds), cancellationToken))
            {
                await Console.Out.WriteLineAsync(line);
                if (arguments.GetValue(output) is FileInfo file)
                    await File.AppendAllTextAsync(file.FullName, line + "\n", cancellationToken);
                table.Add(line);
            }
        }
        catch (BenchException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return InterruptedExitCode;
        }
        finally
        {
            await Console.Error.WriteLineAsync(table.ToString());
        }

        return 0;
    }
}
