using System.CommandLine;
using LlamaOrch.Cli.Terminals;
using LlamaOrch.Client;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Processes;

namespace LlamaOrch.Cli.Commands;

/// <summary><c>llama-orch chat</c>: one message, or a conversation.</summary>
internal static class ChatCommand
{
    public static Command Build(Terminal terminal)
    {
        var fleet = new FleetOptions();
        var message = new Argument<string?>("MESSAGE")
        {
            Description = "What to say; without it a conversation begins, or stdin is read when it is no terminal",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var model = new Option<string?>("--model") { Description = "The model [default: the first that is served]" };
        var command = new Command("chat", "Talk to a model of the fleet") { message, model };
        fleet.AddTo(command);
        command.SetAction((parsed, cancellation) => fleet.UseClientAsync(parsed, async client =>
        {
            var conversation = new Conversation(
                client, terminal, await ModelAsync(client, parsed.GetValue(model), cancellation), fleet.IsJson(parsed));
            if (parsed.GetValue(message) is string said)
                await conversation.SayAsync(said, cancellation);
            else if (terminal.IsInteractive)
                await conversation.RunAsync(cancellation);
            else
                await conversation.SayAsync(await Console.In.ReadToEndAsync(cancellation), cancellation);
        }));
        return command.WithExamples(
            "llama-orch chat 'Tell me a story about a cat.'",
            "llama-orch chat --model llorch-tiny",
            "echo 'Tell me a story.' | llama-orch chat");
    }

    private static async Task<ModelId> ModelAsync(
        OrchestratorClient client, string? wanted, CancellationToken cancellation)
    {
        if (wanted is not null)
        {
            return IdentifierRules.TryParse(wanted, out ModelId model)
                ? model
                : throw new StartupException(
                    ExitCode.Usage, $"'{wanted}' is not a model's id: see 'llama-orch models'.");
        }

        IReadOnlyList<ServedModel> served = await client.ListModelsAsync(cancellation);
        return served.Count > 0
            ? served[0].Id
            : throw new StartupException(ExitCode.Refused, "The fleet serves no model yet: see 'llama-orch pools'.");
    }
}
