using System.Text.Json;
using LlamaOrch.Hosting.Remotes;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>Turns an engine's own error answer into ours: the engine's sentence says best what is wrong.</summary>
internal static class EngineRefusal
{
    private const int BodyBytesMax = 64 * 1024;

    /// <summary>Reads the answer to its end, at most 64 KiB.</summary>
    /// <param name="answer">An answer with an error status.</param>
    /// <param name="first">The bytes of it that were read already.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    public static async ValueTask<DispatchFailure> ReadAsync(
        DispatchAttempt answer, ReadOnlyMemory<byte> first, CancellationToken cancellationToken)
    {
        byte[] body = new byte[BodyBytesMax];
        first.CopyTo(body);
        int length = first.Length;
        try
        {
            length += await answer.Body.ReadAtLeastAsync(
                body.AsMemory(length), body.Length - length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception broken)
            when (broken is not OperationCanceledException && RemoteFailure.Is(broken, CancellationToken.None))
        {
            // What came of its words must do.
        }

        ErrorCode code = answer.Status is >= 400 and < 500 ? ErrorCode.InvalidParams : ErrorCode.WorkerReset;
        return new DispatchFailure(code, Message(body.AsMemory(0, length)) ?? $"The engine answered {answer.Status}.");
    }

    private static string? Message(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(body);
            return json.RootElement.GetProperty("error").GetProperty("message").GetString();
        }
        catch (Exception notTheShape)
            when (notTheShape is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
