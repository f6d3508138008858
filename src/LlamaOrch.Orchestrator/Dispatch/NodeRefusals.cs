using System.Net;
using System.Text.Json;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Json;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>Tells a node's own refusals, and engines that can't answer at all, from answers that stand.</summary>
internal static class NodeRefusals
{
    private const int BodyBytesMax = 16 * 1024;

    /// <summary>Null when the answer stands.</summary>
    public static async ValueTask<AttemptEnd?> ReadAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Headers.TryGetValues(LlorchHeaders.NodeRefusal, out IEnumerable<string>? codes))
            return await ByCodeAsync(codes.First(), response, cancellationToken);

        return response.StatusCode switch
        {
            HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway => Failed(
                ErrorCode.PoolUnavailable, "The engine is not able to take the task."),
            HttpStatusCode.Unauthorized => Failed(
                ErrorCode.PoolUnavailable, "The node does not accept the control plane's token: set the same on both."),
            _ => null,
        };
    }

    private static async ValueTask<AttemptEnd> ByCodeAsync(
        string code, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (code == ErrorCode.ReplicaExhausted.WireName())
        {
            return new AttemptEnd(AttemptResult.Exhausted, Failure: new DispatchFailure(
                ErrorCode.ReplicaExhausted, "The pools' slots are held by others: try again shortly."));
        }

        if (code == ErrorCode.InvalidParams.WireName())
        {
            string message = await MessageAsync(response, cancellationToken) ?? "The node found the request not valid.";
            return new AttemptEnd(
                AttemptResult.Refused, Failure: new DispatchFailure(ErrorCode.InvalidParams, message));
        }

        return Failed(ErrorCode.PoolUnavailable, $"The node refused the task ({code}) and no other could take it.");
    }

    private static AttemptEnd Failed(ErrorCode code, string message) =>
        new(AttemptResult.Failed, Failure: new DispatchFailure(code, message));

    private static async ValueTask<string?> MessageAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        byte[] body = new byte[BodyBytesMax];
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        int length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(body.AsSpan(0, length), ContractsJsonContext.Default.ErrorBody)?.Message;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
