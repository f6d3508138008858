using System.Text;
using System.Text.Json;
using LlamaOrch.Cli.Terminals;
using LlamaOrch.Client;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Contracts.Tasks;
// Orleans brings a type of the same name into every project above it.
using TaskRequest = LlamaOrch.Contracts.Tasks.TaskRequest;

namespace LlamaOrch.Cli.Commands;

/// <summary>A conversation with one model; every message carries what was said before.</summary>
internal sealed class Conversation(OrchestratorClient client, Terminal terminal, ModelId model, bool isJson)
{
    private readonly List<ChatMessage> messages = [];

    /// <summary>Takes messages from the keyboard until an empty end of input or Ctrl-C.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        terminal.Note($"{model}. An empty line or Ctrl-D ends the conversation.");
        while (!cancellation.IsCancellationRequested)
        {
            await Console.Error.WriteAsync("> ");
            // A read of the keyboard can't be canceled, but it can be left.
            string? said = await Task.Run(Console.In.ReadLine, cancellation).WaitAsync(cancellation);
            if (string.IsNullOrWhiteSpace(said))
                return;
            await SayAsync(said, cancellation);
        }
    }

    /// <summary>Says one thing and shows the answer as it is generated.</summary>
    /// <exception cref="OrchestratorException">The fleet refused, or the task failed.</exception>
    public async Task SayAsync(string said, CancellationToken cancellation)
    {
        messages.Add(new ChatMessage("user", said.Trim()));
        TaskView task = await client.SubmitAsync(
            new TaskRequest
            {
                Model = model,
                Messages = JsonSerializer.SerializeToElement(
                    messages, ClientJsonContext.Default.IReadOnlyListChatMessage),
            },
            cancellation);
        string answer = await ShowAsync(task, cancellation);
        messages.Add(new ChatMessage("assistant", answer));
        if (isJson)
        {
            terminal.WriteJson(
                [.. messages], ClientJsonContext.Default.IReadOnlyListChatMessage);
        }
    }

    private async Task<string> ShowAsync(TaskView task, CancellationToken cancellation)
    {
        var answer = new StringBuilder();
        long beside = 0;
        try
        {
            await foreach (TaskPiece piece in client.StreamAsync(task.TaskId, cancellation))
            {
                if (piece.Kind != TaskPieceKind.Text)
                {
                    beside += piece.Text.Length;
                    continue;
                }

                answer.Append(piece.Text);
                if (!isJson)
                    terminal.WriteAnswer(piece.Text);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or StartupException)
        {
            // Nobody reads on, or the output is lost: the slot goes back.
            await client.CancelTaskAsync(task.TaskId, CancellationToken.None);
            throw;
        }

        if (!isJson)
            terminal.WriteAnswer("\n");
        if (answer.Length == 0)
        {
            terminal.Note(beside > 0
                ? $"{model} gave no answer: it used up its tokens on {beside} characters of thoughts or tool calls."
                : $"{model} gave an empty answer.");
        }

        return answer.ToString();
    }
}
