using System.Globalization;
using System.Text.Json;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>Tells errors of an engine that send a request to another pool from those that are the client's.</summary>
internal static class EngineErrors
{
    private const int BodyBytesMax = 64 * 1024;

    // A header is there already: what keeps the body back is no reason to keep the client waiting.
    private static readonly TimeSpan BodyTimeMax = TimeSpan.FromSeconds(2);

    // An engine that asks for more than this is not waited for; a client may wait as long as it likes.
    private static readonly TimeSpan RetryAfterMax = TimeSpan.FromDays(1);

    /// <summary>What a status says of the pool; null when the answer stands.</summary>
    public static PoolFault? Fault(int status) => status switch
    {
        429 => PoolFault.Unwilling,
        502 or 503 or 504 => PoolFault.NotNow,
        404 or 405 or 408 or >= 500 => PoolFault.Doubtful,
        // A redirect is no answer: engines are called at the address that was set.
        >= 300 and < 400 => PoolFault.Doubtful,
        _ => null,
    };

    /// <summary>Reads an error to its end, so that its connection can serve others.</summary>
    public static async ValueTask<AttemptEnd> ReadAsync(
        HttpResponseMessage response, PoolFault fault, TimeProvider time, CancellationToken cancellationToken)
    {
        int status = (int)response.StatusCode;
        byte[]? body = await TryReadAsync(response, BodyBytesMax, time, cancellationToken);
        string? said = body is null ? null : Message(body);
        string own = $"The engine answered {status}.";
        return new AttemptEnd(AttemptResult.Failed, Fault: fault, Failure: new DispatchFailure(
            fault == PoolFault.Doubtful && status >= 500 ? ErrorCode.WorkerReset : ErrorCode.PoolUnavailable,
            said is null ? own : $"The engine answered {status}: {said}")
        {
            OwnWords = own,
            Engine = body is null ? null : new EngineError(status, ContentType(response), body),
            RetryAfterMs = RetryAfter(response, time),
        });
    }

    /// <summary>A body up to a size; null when it is larger, slow or broken.</summary>
    public static async ValueTask<byte[]?> TryReadAsync(
        HttpResponseMessage response, int bytesMax, TimeProvider time, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(BodyTimeMax, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            byte[] body = new byte[bytesMax + 1];
            await using Stream stream = await response.Content.ReadAsStreamAsync(stop.Token);
            int length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, stop.Token);
            return length > bytesMax ? null : body[..length];
        }
        catch (Exception broken) when (Hosting.Remotes.RemoteFailure.Is(broken, cancellationToken))
        {
            return null;
        }
    }

    private static string? ContentType(HttpResponseMessage response) =>
        response.Content.Headers.TryGetValues("Content-Type", out IEnumerable<string>? values) ? values.First() : null;

    private static long? RetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        if (!response.Headers.TryGetValues("Retry-After", out IEnumerable<string>? values))
            return null;
        string said = values.First();
        TimeSpan? delay = null;
        if (double.TryParse(said, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            && seconds <= RetryAfterMax.TotalSeconds)
            delay = TimeSpan.FromSeconds(seconds);
        else if (DateTimeOffset.TryParse(
            said, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at))
            delay = at - time.GetUtcNow();
        return delay is TimeSpan wait && wait > TimeSpan.Zero && wait <= RetryAfterMax
            ? (long)Math.Ceiling(wait.TotalMilliseconds)
            : null;
    }

    private static string? Message(byte[] body)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(body);
            JsonElement root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return null;
            JsonElement holder = root.TryGetProperty("error", out JsonElement error)
                && error.ValueKind == JsonValueKind.Object ? error : root;
            return holder.TryGetProperty("message", out JsonElement said) && said.ValueKind == JsonValueKind.String
                ? said.GetString()
                : error.ValueKind == JsonValueKind.String ? error.GetString() : null;
        }
        catch (Exception garbled) when (Hosting.Remotes.RemoteFailure.IsUnreadable(garbled))
        {
            return null;
        }
    }
}
