using System.CommandLine;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Cli.Commands;

/// <summary>The id of a task as an argument.</summary>
internal static class TaskIdArgument
{
    public static Argument<TaskId> Create() => new("TASK_ID")
    {
        Description = "The task's id",
        CustomParser = result =>
        {
            if (IdentifierRules.TryParse(result.Tokens.Single().Value, out TaskId task))
                return task;
            result.AddError($"'{result.Tokens.Single().Value}' is not a task's id.");
            return default;
        },
    };
}
