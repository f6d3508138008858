using LlamaOrch.Contracts.Errors;

namespace LlamaOrch.Core.Admission;

/// <summary>
/// What one caller uses. Requests per minute are a bucket that refills steadily: a burst of a whole minute's requests
/// is fine after a minute of rest. The tokens of a day are known when an answer has ended, so the answers that run when
/// the day's last token is spent are not cut: those at a time bound by how much it is overdrawn. Not safe for several
/// threads.
/// </summary>
public sealed class QuotaUse
{
    private double bucket;
    private DateTimeOffset filled;
    private DateOnly day;
    private long tokens;
    private bool begun;

    /// <summary>Requests and tasks that run or wait.</summary>
    public int Running { get; private set; }

    /// <summary>One more wants in; the refusal, or null when it is counted in.</summary>
    public ErrorBody? Enter(QuotaLimits limits, DateTimeOffset now)
    {
        Refill(limits, now);
        if (limits.TasksMax is int most && Running >= most)
            return Refuse($"You have {Running} requests under way, your quota is {most} at a time.", null);
        if (limits.TokensPerDay is long tokensMax && tokens >= tokensMax)
        {
            TimeSpan untilTomorrow = now.UtcDateTime.Date.AddDays(1) - now.UtcDateTime;
            return Refuse($"Your quota of {tokensMax} tokens a day is used up.", untilTomorrow);
        }

        if (limits.RequestsPerMinute is int rate)
        {
            if (bucket < 1)
                return Refuse($"Your quota is {rate} requests a minute.", TimeSpan.FromMinutes((1 - bucket) / rate));
            bucket--;
        }

        Running++;
        return null;
    }

    /// <summary>One that was counted in has ended.</summary>
    public void Leave(long tokensOut, DateTimeOffset now)
    {
        Turn(now);
        Running--;
        tokens += tokensOut;
    }

    private void Refill(QuotaLimits limits, DateTimeOffset now)
    {
        Turn(now);
        if (limits.RequestsPerMinute is not int rate)
            return;
        double gained = begun ? Math.Max(0, (now - filled).TotalMinutes * rate) : rate;
        bucket = Math.Min(rate, bucket + gained);
        (filled, begun) = (now, true);
    }

    private void Turn(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (today <= day)
            return;
        (day, tokens) = (today, 0);
    }

    private static ErrorBody Refuse(string sentence, TimeSpan? retryAfter) =>
        ErrorBody.From(ErrorCode.QuotaExceeded, sentence) with
        {
            RetryAfterMs = retryAfter is TimeSpan delay ? (long)Math.Ceiling(delay.TotalMilliseconds) : null,
        };
}
