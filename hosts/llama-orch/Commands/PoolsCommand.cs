using System.CommandLine;
using LlamaOrch.Cli.Terminals;
using LlamaOrch.Client.Tables;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Cli.Commands;

/// <summary><c>llama-orch pools</c>.</summary>
internal static class PoolsCommand
{
    private static readonly TableColumn[] Columns =
    [
        new("POOL"),
        new("STATE"),
        new("MODEL") { WidthMin = 10, LeftOut = 4 },
        new("NODE") { WidthMin = 8, LeftOut = 3 },
        new("ENGINE") { LeftOut = 1 },
        new("FREE"),
        new("CONTEXT") { LeftOut = 2 },
        new("NOTE") { WidthMin = 16, LeftOut = 5 },
    ];

    public static Command Build(Terminal terminal)
    {
        var fleet = new FleetOptions();
        var command = new Command("pools", "The engines of the fleet, and how busy they are");
        fleet.AddTo(command);
        command.SetAction((parsed, cancellation) => fleet.UseClientAsync(parsed, async client =>
        {
            var pools = await client.ListPoolsAsync(cancellation);
            if (fleet.IsJson(parsed))
            {
                terminal.WriteJson(pools, ContractsJsonContext.Default.IReadOnlyListPoolReport);
                return;
            }

            terminal.WriteTable(
                Columns,
                pools.Select(pool => new[]
                {
                    pool.PoolId.Value,
                    TableText.Of(pool.Draining ? PoolState.Draining : pool.State),
                    pool.ModelId?.Value ?? "-",
                    pool.NodeId?.Value ?? "-",
                    pool.Engine,
                    pool.State is PoolState.Offline or PoolState.Failed ? "-" : $"{pool.SlotsFree}/{pool.SlotsTotal}",
                    pool.ContextTokens > 0 ? pool.ContextTokens.ToString() : "-",
                    pool.LastError ?? string.Empty,
                }),
                "No pool is known yet.");
        }));
        return command.WithExamples("llama-orch pools", "llama-orch pools --json");
    }
}
