using LlamaOrch.Hosting.Streams;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>
/// Reads an answer up to where it can't be moved to another pool any more: the first token of a stream, the first byte
/// of a document. Comments, roles and empty choices are no token: an engine that only pings has done nothing yet.
/// </summary>
internal static class AnswerOpening
{
    /// <summary>Reads.</summary>
    /// <param name="body">The answer's body.</param>
    /// <param name="meter">Sees what comes.</param>
    /// <param name="memory">Where the bytes go; what has come of a stream stays, but for comments.</param>
    /// <param name="cancellationToken">Nobody wants the answer any more.</param>
    /// <returns>How many bytes lie there, and whether that is all.</returns>
    /// <exception cref="IOException">The answer broke off.</exception>
    public static async ValueTask<(int Count, bool HasEnded)> ReadAsync(
        Stream body, AnswerMeter meter, Memory<byte> memory, CancellationToken cancellationToken)
    {
        int filled = 0;
        int kept = 0;
        int events = 0;
        while (filled < memory.Length)
        {
            int count = await body.ReadAsync(memory[filled..], cancellationToken);
            if (count == 0)
            {
                meter.End();
                return (filled, true);
            }

            meter.See(memory.Span.Slice(filled, count));
            filled += count;
            if (meter.IsEvents == false || meter.HasToken || meter.HasFailed || meter.IsDone)
                return (filled, false);
            if (!meter.IsBetweenEvents)
                continue;
            if (meter.EventCount == events)
                filled = kept;
            (kept, events) = (filled, meter.EventCount);
        }

        return (filled, false);
    }

    /// <summary>Why what was read is no answer, so that another pool shall be asked; null when it is one.</summary>
    public static string? Fault(AnswerMeter meter, bool hasEnded)
    {
        if (meter.IsGarbage)
            return "answers with what is no JSON";
        if (meter.HasToken || meter.IsComplete)
            return null;
        if (meter.HasError)
            return IsOfTheRequest(meter.ErrorStatus) ? null : "failed before its first token";
        return hasEnded ? "ended its answer before its first token" : null;
    }

    // Of the statuses for a fault of the request, 408 and 429 are the engine's own trouble.
    private static bool IsOfTheRequest(int status) => status is >= 400 and < 500 and not (408 or 429);
}
