using System.CommandLine;
using LlamaOrch.Cli.Terminals;
using LlamaOrch.Client;

namespace LlamaOrch.Cli.Commands;

/// <summary><c>llama-orch models</c>.</summary>
internal static class ModelsCommand
{
    public static Command Build(Terminal terminal)
    {
        var fleet = new FleetOptions();
        var command = new Command("models", "The models that the fleet serves now");
        fleet.AddTo(command);
        command.SetAction((parsed, cancellation) => fleet.UseClientAsync(parsed, async client =>
        {
            IReadOnlyList<ServedModel> models = await client.ListModelsAsync(cancellation);
            if (fleet.IsJson(parsed))
                terminal.WriteJson(models, ClientJsonContext.Default.IReadOnlyListServedModel);
            else
                terminal.WriteTable(
                    ["MODEL"], models.Select(model => new[] { model.Id.Value }), "No model is served yet.");
        }));
        return command.WithExamples("llama-orch models", "llama-orch models --json");
    }
}
