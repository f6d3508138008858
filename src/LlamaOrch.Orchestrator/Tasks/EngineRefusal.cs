using System.Text.Json;
using LlamaOrch.Orchestrator.Dispatch;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>Turns an engine's own error answer into ours: the engine's sentence says best what is wrong.</summary>
internal static class EngineRefusal
{
    private const int BodyBytesMax = 64 * 1024;

    public static async ValueTask<DispatchFailure> ReadAsync(
        DispatchAttempt answer, CancellationToken cancellationToken)
    {
        byte[] body = new byte[BodyBytesMax];
        int length = await answer.Body.ReadAtLeastAsync(
            body, body.Length, throwOnEndOfStream: false, cancellationToken);
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
