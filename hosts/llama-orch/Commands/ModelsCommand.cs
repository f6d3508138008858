using System.CommandLine;
using LlamaOrch.Cli.Terminals;
using LlamaOrch.Client;
using LlamaOrch.Client.Models;
using LlamaOrch.Client.Tables;

namespace LlamaOrch.Cli.Commands;

/// <summary><c>llama-orch models</c>.</summary>
internal static class ModelsCommand
{
    private static readonly TableColumn[] Columns =
        [new("MODEL"), new("STATE"), new("POOLS"), new("NOTE") { WidthMin = 16, LeftOut = 1 }];

    public static Command Build(Terminal terminal)
    {
        var fleet = new FleetOptions();
        var command = new Command("models", "The models that the fleet has, and whether somebody can serve them");
        fleet.AddTo(command);
        command.SetAction((parsed, cancellation) => fleet.UseClientAsync(parsed, async client =>
        {
            IReadOnlyList<ModelSituation> models = await client.ListModelSituationsAsync(cancellation);
            if (fleet.IsJson(parsed))
            {
                terminal.WriteJson(models, ClientJsonContext.Default.IReadOnlyListModelSituation);
                return;
            }

            terminal.WriteTable(
                Columns,
                models.Select(model => new[]
                {
                    model.Id,
                    StateOf(model),
                    $"{model.PoolsReady}/{model.PoolsTotal}",
                    model.Cause ?? string.Empty,
                }),
                "No model is served yet.");
        }));
        return command.WithExamples("llama-orch models", "llama-orch models --json");
    }

    private static string StateOf(ModelSituation model) =>
        model.Served ? "served" : model.Starting ? "starting" : "unserved";
}
