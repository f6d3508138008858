using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Orchestrator.Tests.Scenes;

/// <summary>
/// A stream of events that a test writes piece by piece, while it looks at what comes out at the other end.
/// </summary>
internal sealed class DrivenStream
{
    private readonly Channel<string> pieces = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource<HttpContext> began = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done as soon as the dispatch has arrived.</summary>
    public Task Began => began.Task;

    public void Push(string piece) => pieces.Writer.TryWrite(piece);

    public void PushToken(string text) => Push(NodeAnswers.Token(text));

    /// <summary>Ends it as an engine does.</summary>
    public void End()
    {
        Push(NodeAnswers.End);
        pieces.Writer.Complete();
    }

    /// <summary>Breaks its connection.</summary>
    public async Task ResetAsync() => (await began.Task).Abort();

    public async Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        began.TrySetResult(context);
        await foreach (string piece in pieces.Reader.ReadAllAsync(context.RequestAborted))
        {
            await context.Response.WriteAsync(piece, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
