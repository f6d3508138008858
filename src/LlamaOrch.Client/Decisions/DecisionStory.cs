using System.Globalization;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Tasks;

namespace LlamaOrch.Client.Decisions;

/// <summary>A decision record told for people: why this pool, why it waits, or why it was refused.</summary>
/// <param name="decision">The record.</param>
/// <param name="task">The task, where it is one of <c>/v2/tasks</c> and still known.</param>
public sealed class DecisionStory(PlacementDecision decision, TaskView? task)
{
    /// <summary>The sentences before the list of pools.</summary>
    public IEnumerable<string> Opening()
    {
        yield return decision.Outcome switch
        {
            "placed" => $"{decision.TaskId} was placed on {decision.PoolId} ({decision.NodeId}), which serves "
                + $"{decision.Model}.",
            "queued" => $"{decision.TaskId} waits in the queue of {decision.Model}.",
            "refused" => $"{decision.TaskId} was refused"
                + (decision.Code is string code ? $" with {code}." : "."),
            "withdrawn" => $"{decision.TaskId} left the queue of {decision.Model} without a slot.",
            _ => $"{decision.TaskId}: {decision.Outcome}.",
        };
        yield return decision.Reason;
        if (decision.QueuePosition is int ahead)
            yield return ahead == 0 ? "It is the next one to start." : $"{ahead} start before it.";
        if (decision.Outcome == "queued")
            yield return Prediction();
        if (decision.FailedPools.Count > 0)
        {
            yield return "It had a slot before and lost it on "
                + string.Join(", ", decision.FailedPools.Select(pool => pool.Value)) + ", so these come last.";
        }

        if (task is not null && decision.Outcome == "placed")
            yield return Now(task);
    }

    /// <summary>The note on one pool of the list.</summary>
    public static string NoteOn(PlacementVerdict verdict)
    {
        if (verdict.RejectedBy is string filter)
            return $"{filter}: {FilterPhrases.Of(filter)}";
        string scores = string.Join(", ", (verdict.Scores ?? new Dictionary<string, double>())
            .Where(score => score.Value > 0)
            .Select(score => $"{score.Key} {Number(score.Value)}"));
        return verdict.Chosen ? $"chosen: {scores}".TrimEnd(' ', ':') : scores;
    }

    /// <summary>The sentences after the list of pools.</summary>
    public IEnumerable<string> Closing()
    {
        int left = decision.PoolsTotal - decision.Candidates.Count;
        if (left > 0)
            yield return $"{left} more pools serve the model and are not listed.";
        foreach ((string filter, int count) in decision.Rejected.OrderByDescending(one => one.Value))
            yield return $"{count} rejected by {filter}: {FilterPhrases.Of(filter)}.";
        if (decision.Candidates.Any(verdict => verdict.Score is not null))
        {
            yield return $"Strategy {decision.Strategy}; weights: "
                + string.Join(", ", decision.Weights.Select(weight => $"{weight.Key} {Number(weight.Value)}")) + ".";
        }

        if (Advice() is string advice)
            yield return advice;
    }

    private string Prediction() => task?.PredictedStartMs is long start
        ? $"It should start in about {Seconds(start)}"
            + (task.PredictionConfidence is double sure
                ? $" ({(sure * 100).ToString("0", CultureInfo.InvariantCulture)} % sure to a quarter of that)."
                : ".")
        : "When it starts can't be told: too few slots have come back to go by, or no pool takes work.";

    private static string Now(TaskView task) => task.State switch
    {
        "completed" => $"It has completed with {task.TokensOut} tokens.",
        "failed" => $"It has failed: {task.Error?.Code}: {task.Error?.Message}",
        "canceled" => $"It was canceled after {task.TokensOut} tokens.",
        _ => $"It is {task.State}, with {task.TokensOut} tokens so far.",
    };

    private string? Advice() => decision.Outcome switch
    {
        "refused" => RefusalAdvice(decision.Code),
        "queued" when decision.Rejected.Keys.All(filter => filter == "free_slot") =>
            "Every pool is busy: it starts when a slot comes back. More slots or another pool would make it faster.",
        "queued" when decision.PoolsTotal == 0 =>
            "No pool serves the model now: 'llama-orch doctor' tells which are down.",
        "queued" => "'llama-orch doctor' tells why pools are not ready or not reached.",
        _ => null,
    };

    private static string RefusalAdvice(string? code) => code switch
    {
        _ when code == ErrorCode.AdmissionReject.WireName() || code == ErrorCode.QueueFullDropLru.WireName() =>
            "The queue was full: send it again after the delay of the answer, or add pools.",
        _ when code == ErrorCode.ModelNotAvailable.WireName() =>
            "No node serves that model: 'llama-orch models' lists those that are served.",
        _ when code == ErrorCode.PoolUnready.WireName() =>
            "No pool could have taken it: 'llama-orch doctor' tells why.",
        _ when code == ErrorCode.DecodeTimeout.WireName() =>
            "It could not have ended by its deadline: give it a longer one, or send it when less waits.",
        _ => "What the code means and what to do is in docs/reference/errors.md.",
    };

    private static string Seconds(long milliseconds) => milliseconds < 10_000
        ? $"{(milliseconds / 1000.0).ToString("0.0", CultureInfo.InvariantCulture)} s"
        : $"{milliseconds / 1000} s";

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
