using System.CommandLine;
using LlamaOrch.Cli.Terminals;
using LlamaOrch.Client.Tables;
using LlamaOrch.Contracts.Json;

namespace LlamaOrch.Cli.Commands;

/// <summary><c>llama-orch nodes</c>.</summary>
internal static class NodesCommand
{
    private static readonly TableColumn[] Columns =
    [
        new("NODE"),
        new("STATE"),
        new("ADDRESS") { WidthMin = 16, LeftOut = 4 },
        new("POOLS"),
        new("CORES") { LeftOut = 2 },
        new("GPUS") { LeftOut = 3 },
        new("VERSION") { LeftOut = 1 },
        new("LAST HEARD") { LeftOut = 5 },
    ];

    public static Command Build(Terminal terminal)
    {
        var fleet = new FleetOptions();
        var command = new Command("nodes", "The machines of the fleet");
        fleet.AddTo(command);
        command.SetAction((parsed, cancellation) => fleet.UseClientAsync(parsed, async client =>
        {
            var nodes = await client.ListNodesAsync(cancellation);
            if (fleet.IsJson(parsed))
            {
                terminal.WriteJson(nodes, ContractsJsonContext.Default.IReadOnlyListNodeView);
                return;
            }

            terminal.WriteTable(
                Columns,
                nodes.Select(node => new[]
                {
                    node.NodeId.Value,
                    TableText.Of(node.State),
                    node.Address.ToString().TrimEnd('/'),
                    node.Pools.Count.ToString(),
                    node.Capabilities.CpuCores.ToString(),
                    node.Capabilities.Gpus.Count.ToString(),
                    node.Version,
                    TableText.Ago(node.LastHeartbeat),
                }),
                "No node has joined yet.");
        }));
        return command.WithExamples("llama-orch nodes", "llama-orch nodes --url https://fleet.example:8080 --json");
    }
}
