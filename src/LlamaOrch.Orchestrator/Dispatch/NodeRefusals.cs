using System.Net;
using System.Text.Json;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Json;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>
/// Tells a node's own refusals, and errors of engines that send a request elsewhere, from answers that stand. Their
/// bodies are read to the end, so that a refusal does not cost its connection.
/// </summary>
internal static class NodeRefusals
{
    private const int BodyBytesMax = 16 * 1024;

    /// <summary>Null when the answer stands.</summary>
    public static async ValueTask<AttemptEnd?> ReadAsync(
        HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return null;
        if (response.Headers.TryGetValues(LlorchHeaders.NodeRefusal, out IEnumerable<string>? codes))
            return await ByCodeAsync(codes.First(), response, time, cancellationToken);
        // An engine's 401 comes as the node's refusal; this one is the node's gate.
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            await EngineErrors.TryReadAsync(response, BodyBytesMax, time, cancellationToken);
            return Failed("The node does not accept the control plane's token: set the same on both.");
        }

        return EngineErrors.Fault((int)response.StatusCode) is PoolFault fault
            ? await EngineErrors.ReadAsync(response, fault, time, cancellationToken)
            : null;
    }

    private static async ValueTask<AttemptEnd> ByCodeAsync(
        string code, HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        string? said = await MessageAsync(response, time, cancellationToken);
        if (code == ErrorCode.ReplicaExhausted.WireName())
        {
            return new AttemptEnd(AttemptResult.Exhausted, Failure: new DispatchFailure(
                ErrorCode.ReplicaExhausted, "The pools' slots are held by others: try again shortly."));
        }

        if (code == ErrorCode.InvalidParams.WireName())
        {
            return new AttemptEnd(AttemptResult.Refused, Failure: new DispatchFailure(
                ErrorCode.InvalidParams, said ?? "The node found the request not valid."));
        }

        if (code == LlorchHeaders.EngineDenied)
        {
            return new AttemptEnd(AttemptResult.Failed, Fault: PoolFault.Unwilling, Failure: new DispatchFailure(
                ErrorCode.PoolUnavailable, said ?? "The engine wants an API key."));
        }

        string refused = $"The node refused the task ({code}) and no other could take it.";
        return Failed(said is null ? refused : $"{refused} {said}");
    }

    private static AttemptEnd Failed(string message) => new(
        AttemptResult.Failed, Failure: new DispatchFailure(ErrorCode.PoolUnavailable, message));

    private static async ValueTask<string?> MessageAsync(
        HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        byte[]? body = await EngineErrors.TryReadAsync(response, BodyBytesMax, time, cancellationToken);
        try
        {
            return body is null
                ? null
                : JsonSerializer.Deserialize(body, ContractsJsonContext.Default.ErrorBody)?.Message;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
