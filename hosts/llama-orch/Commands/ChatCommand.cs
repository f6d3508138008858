using System.CommandLine;
using LlamaOrch.Cli.Terminals;
using LlamaOrch.Client;
using LlamaOrch.Client.Models;
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
            string? said = await SaidAsync(terminal, parsed.GetValue(message), cancellation);
            ModelId chosen = await ModelAsync(terminal, client, parsed.GetValue(model), cancellation);
            var conversation = new Conversation(client, terminal, chosen, fleet.IsJson(parsed));
            if (said is null)
                await conversation.RunAsync(cancellation);
            else
                await conversation.SayAsync(said, cancellation);
        }));
        return command.WithExamples(
            "llama-orch chat 'Tell me a story about a cat.'",
            "llama-orch chat --model llorch-tiny",
            "echo 'Tell me a story.' | llama-orch chat");
    }

    /// <summary>The message; null for a conversation at the terminal.</summary>
    private static async Task<string?> SaidAsync(Terminal terminal, string? argument, CancellationToken cancellation)
    {
        if (argument is null && terminal.IsInteractive)
            return null;
        string said = argument ?? await Console.In.ReadToEndAsync(cancellation);
        return string.IsNullOrWhiteSpace(said)
            ? throw new StartupException(
                ExitCode.Usage, "The message is empty: say something, or leave it out for a conversation.")
            : said;
    }

    private static async Task<ModelId> ModelAsync(
        Terminal terminal, OrchestratorClient client, string? wanted, CancellationToken cancellation)
    {
        if (wanted is not null && !IdentifierRules.TryParse(wanted, out ModelId _))
        {
            throw new StartupException(
                ExitCode.Usage, $"'{wanted}' is not a model's id: see 'llama-orch models'.");
        }

        IReadOnlyList<ModelSituation> models = await client.ListModelSituationsAsync(cancellation);
        ModelSituation? chosen = wanted is null
            ? models.OrderByDescending(model => model.Served).ThenByDescending(model => model.Starting).FirstOrDefault()
            : models.FirstOrDefault(model => model.Id == wanted);
        if (chosen is null && wanted is null)
            throw new StartupException(ExitCode.Refused, "The fleet serves no model yet: see 'llama-orch pools'.");
        if (chosen is { Served: false, Starting: false })
        {
            throw new StartupException(
                ExitCode.Refused, $"Nobody can serve {chosen.Id} now: {chosen.Cause} See 'llama-orch doctor'.");
        }

        if (chosen is { Served: false })
            terminal.Note($"{chosen.Id} is still starting, the message waits: {chosen.Cause}");
        // A model that no pool has is refused by the fleet, in its own words.
        return new ModelId(chosen?.Id ?? wanted!);
    }
}
