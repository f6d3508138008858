using System.CommandLine;
using LlamaOrch.Cli.Terminals;
using LlamaOrch.Client;
using LlamaOrch.Client.Tables;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Tasks;

namespace LlamaOrch.Cli.Commands;

/// <summary><c>llama-orch tasks</c>, <c>tasks show</c>, <c>tasks cancel</c>.</summary>
internal static class TasksCommand
{
    private static readonly TableColumn[] Columns =
    [
        new("TASK"),
        new("STATE"),
        new("MODEL") { WidthMin = 10, LeftOut = 4 },
        new("POOL") { WidthMin = 8, LeftOut = 2 },
        new("NODE") { WidthMin = 8, LeftOut = 3 },
        new("TOKENS") { LeftOut = 1 },
        new("TAKEN") { LeftOut = 5 },
        new("NOTE") { WidthMin = 16, LeftOut = 6 },
    ];

    public static Command Build(Terminal terminal)
    {
        var fleet = new FleetOptions();
        var command = new Command("tasks", "The newest tasks, and what became of them");
        fleet.AddTo(command);
        command.SetAction((parsed, cancellation) => fleet.UseClientAsync(parsed, async client =>
            Show(terminal, await client.ListTasksAsync(cancellation), fleet.IsJson(parsed))));
        command.Subcommands.Add(One(
            terminal, "show", "One task", (client, task, stop) => client.GetTaskAsync(task, stop)));
        command.Subcommands.Add(One(
            terminal, "cancel", "Cancel a task: no token comes after this has answered",
            (client, task, stop) => client.CancelTaskAsync(task, stop)));
        return command.WithExamples(
            "llama-orch tasks", "llama-orch tasks show TASK_ID --json", "llama-orch tasks cancel TASK_ID");
    }

    private static Command One(
        Terminal terminal,
        string name,
        string description,
        Func<OrchestratorClient, TaskId, CancellationToken, Task<TaskView>> ask)
    {
        var fleet = new FleetOptions();
        Argument<TaskId> id = TaskIdArgument.Create();
        var command = new Command(name, description);
        command.Arguments.Add(id);
        fleet.AddTo(command);
        command.WithExamples($"llama-orch tasks {name} TASK_ID");
        command.SetAction((parsed, cancellation) => fleet.UseClientAsync(parsed, async client =>
        {
            TaskView task = await ask(client, parsed.GetValue(id), cancellation);
            if (fleet.IsJson(parsed))
                terminal.WriteJson(task, ContractsJsonContext.Default.TaskView);
            else
                Show(terminal, [task], isJson: false);
        }));
        return command;
    }

    private static void Show(Terminal terminal, IReadOnlyList<TaskView> tasks, bool isJson)
    {
        if (isJson)
        {
            terminal.WriteJson(tasks, ContractsJsonContext.Default.IReadOnlyListTaskView);
            return;
        }

        terminal.WriteTable(
            Columns,
            tasks.Select(task => new[]
            {
                task.TaskId.Value,
                task.State,
                task.Model.Value,
                task.PoolId?.Value ?? "-",
                task.NodeId?.Value ?? "-",
                task.TokensOut.ToString(),
                TableText.Ago(task.CreatedAt),
                task.Error is { } error ? $"{error.Code}: {error.Message}" : string.Empty,
            }),
            "No task has been sent yet.");
    }
}
