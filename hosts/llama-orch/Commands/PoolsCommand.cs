using System.CommandLine;
using LlamaOrch.Cli.Terminals;
using LlamaOrch.Contracts.Json;

namespace LlamaOrch.Cli.Commands;

/// <summary><c>llama-orch pools</c>.</summary>
internal static class PoolsCommand
{
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
                ["POOL", "STATE", "MODEL", "ENGINE", "FREE SLOTS", "CONTEXT", "NOTE"],
                pools.Select(pool => new[]
                {
                    pool.PoolId.Value,
                    TableText.Of(pool.State),
                    pool.ModelId?.Value ?? "-",
                    pool.Engine,
                    $"{pool.SlotsFree}/{pool.SlotsTotal}",
                    pool.ContextTokens > 0 ? pool.ContextTokens.ToString() : "-",
                    pool.LastError ?? string.Empty,
                }),
                "No pool is known yet.");
        }));
        return command.WithExamples("llama-orch pools", "llama-orch pools --json");
    }
}
