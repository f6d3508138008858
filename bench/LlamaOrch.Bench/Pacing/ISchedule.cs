namespace LlamaOrch.Bench.Pacing;

/// <summary>When requests begin.</summary>
internal interface ISchedule
{
    /// <summary>Waits for a worker's next turn; false when there is none any more.</summary>
    /// <param name="worker">The worker's index, from 0.</param>
    /// <param name="start">When the request was due: latency counts from here.</param>
    bool Next(int worker, out long start);

    /// <summary>Whether a request's latency counts, by when it was due and when it ended.</summary>
    bool Counts(long start, long ended);
}
