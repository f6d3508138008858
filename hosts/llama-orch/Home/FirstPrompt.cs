using System.Diagnostics;
using System.Text.Json;
using LlamaOrch.Cli.Terminals;
using LlamaOrch.Client;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
// Orleans brings types of the same names into every project above it.
using ErrorCode = LlamaOrch.Contracts.Errors.ErrorCode;
using TaskRequest = LlamaOrch.Contracts.Tasks.TaskRequest;

namespace LlamaOrch.Cli.Home;

/// <summary>The first prompt, sent as any client would send it, its answer shown as it is generated.</summary>
internal sealed class FirstPrompt(OrchestratorClient client, Terminal terminal)
{
    // Enough to see that it works; a large model on few cores needs a minute for it.
    private const int TokensMax = 160;

    /// <summary>Sends it and shows the answer.</summary>
    /// <exception cref="OrchestratorException">The task failed.</exception>
    public async Task RunAsync(ModelId model, string prompt, CancellationToken cancellationToken)
    {
        terminal.Note(string.Empty);
        terminal.Note($"> {prompt}");
        long started = Stopwatch.GetTimestamp();
        TaskView task;
        try
        {
            task = await AnswerAsync(ChatRequest(model, prompt), cancellationToken);
        }
        catch (OrchestratorException refused) when (refused.Error.Code == ErrorCode.InvalidParams.WireName())
        {
            // A model without a chat template can still continue a text.
            task = await AnswerAsync(
                new TaskRequest { Model = model, Prompt = prompt, MaxTokens = TokensMax }, cancellationToken);
        }

        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        terminal.Note($"{task.TokensOut} tokens in {seconds:0.0} s, by {task.PoolId} on {task.NodeId}");
    }

    private async Task<TaskView> AnswerAsync(TaskRequest request, CancellationToken cancellationToken)
    {
        TaskView task = await client.SubmitAsync(request, cancellationToken);
        bool endsWithNewline = true;
        await foreach (string text in client.StreamTokensAsync(task.TaskId, cancellationToken))
        {
            terminal.WriteAnswer(text);
            endsWithNewline = text.EndsWith('\n');
        }

        if (!endsWithNewline)
            terminal.WriteAnswer("\n");
        return await client.GetTaskAsync(task.TaskId, cancellationToken);
    }

    private static TaskRequest ChatRequest(ModelId model, string prompt) => new()
    {
        Model = model,
        Messages = JsonSerializer.SerializeToElement(
            [new ChatMessage("user", prompt)], ClientJsonContext.Default.IReadOnlyListChatMessage),
        MaxTokens = TokensMax,
    };
}
