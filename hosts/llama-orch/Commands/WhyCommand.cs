using System.CommandLine;
using System.Globalization;
using LlamaOrch.Cli.Terminals;
using LlamaOrch.Client;
using LlamaOrch.Client.Decisions;
using LlamaOrch.Client.Tables;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Contracts.Tasks;
// Orleans brings a type of the same name into every project above it.
using ErrorCode = LlamaOrch.Contracts.Errors.ErrorCode;

namespace LlamaOrch.Cli.Commands;

/// <summary><c>llama-orch why</c>: the decision on one task.</summary>
internal static class WhyCommand
{
    private static readonly TableColumn[] Columns =
    [
        new("POOL"),
        new("NODE") { WidthMin = 8, LeftOut = 1 },
        new("HELD"),
        new("SCORE"),
        new("NOTE") { WidthMin = 16, LeftOut = 2 },
    ];

    public static Command Build(Terminal terminal)
    {
        var fleet = new FleetOptions();
        Argument<TaskId> id = TaskIdArgument.Create();
        var command = new Command("why", "Why a task runs where it runs, what it waits for, or why it was refused");
        command.Arguments.Add(id);
        fleet.AddTo(command);
        command.SetAction((parsed, cancellation) => fleet.UseClientAsync(parsed, async client =>
        {
            PlacementDecision decision = await DecisionAsync(client, parsed.GetValue(id), cancellation);
            if (fleet.IsJson(parsed))
                terminal.WriteJson(decision, ContractsJsonContext.Default.PlacementDecision);
            else
                Tell(terminal, decision, await TaskAsync(client, decision.TaskId, cancellation));
        }));
        return command.WithExamples(
            "llama-orch why TASK_ID",
            "llama-orch why TASK_ID --json",
            "curl -si http://127.0.0.1:8080/v1/… | grep X-Llorch-Task   # the id of an OpenAI request");
    }

    private static async Task<PlacementDecision> DecisionAsync(
        OrchestratorClient client, TaskId task, CancellationToken cancellation)
    {
        try
        {
            return await client.GetDecisionAsync(task, cancellation);
        }
        catch (OrchestratorException refused) when (refused.Error.Code == ErrorCode.NotFound.WireName())
        {
            throw new StartupException(
                ExitCode.Refused,
                $"{refused.Message} 'llama-orch tasks' lists the newest tasks; how many decisions are kept says "
                + "decisions_kept of orchestratord.",
                refused);
        }
    }

    /// <summary>Requests of the OpenAI-compatible API are no tasks; their decision is all there is.</summary>
    private static async Task<TaskView?> TaskAsync(
        OrchestratorClient client, TaskId task, CancellationToken cancellation)
    {
        try
        {
            return await client.GetTaskAsync(task, cancellation);
        }
        catch (OrchestratorException refused) when (refused.Error.Code == ErrorCode.NotFound.WireName())
        {
            return null;
        }
    }

    private static void Tell(Terminal terminal, PlacementDecision decision, TaskView? task)
    {
        var story = new DecisionStory(decision, task);
        foreach (string sentence in story.Opening())
            terminal.WriteText(sentence);
        if (decision.Candidates.Count > 0)
        {
            terminal.WriteLine();
            terminal.WriteTable(
                Columns,
                decision.Candidates.Select(verdict => new[]
                {
                    verdict.PoolId.Value,
                    verdict.NodeId.Value,
                    $"{verdict.SlotsHeld}/{verdict.SlotsTotal}",
                    verdict.Score?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-",
                    DecisionStory.NoteOn(verdict),
                }),
                string.Empty);
            terminal.WriteLine();
        }

        foreach (string sentence in story.Closing())
            terminal.WriteText(sentence);
        if (decision.Outcome != "queued")
            terminal.Note($"Decided {TableText.Ago(decision.DecidedAt)}.");
    }
}
