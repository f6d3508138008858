using LlamaOrch.Client.Metrics;
using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Client.Diagnosis.Checks;

/// <summary>Whether what waits moves, and whether there is room for more.</summary>
internal sealed class QueueCheck : ICheck
{
    private const double NearlyFull = 0.9;
    private const double OldSeconds = 30;

    public IEnumerable<Finding> Examine(FleetPicture fleet)
    {
        Finding[] found = [.. fleet.After.Of("queue_depth")
            .GroupBy(series => series["model_id"])
            .SelectMany(model => Judge(fleet, model.Key, model.Sum(series => series.Value)))];
        return found.Length > 0 ? found : [Finding.Well("queue-stuck", "No queue is stuck or full.")];
    }

    private static IEnumerable<Finding> Judge(FleetPicture fleet, string model, double waiting)
    {
        if (waiting <= 0)
            yield break;
        PoolReport[] pools = [.. fleet.Pools.Where(pool => pool.ModelId?.Value == model)];
        if (!pools.Any(pool => pool.Ready))
            yield return NoPool(model, waiting);
        else if (IsStuck(fleet, model, pools))
            yield return Stuck(fleet, model, waiting);
        double capacity = fleet.After.Of("queue_capacity").FirstOrDefault(one => one["model_id"] == model)?.Value
            ?? fleet.QueueCapacity;
        if (capacity > 0 && waiting >= capacity * NearlyFull)
            yield return Full(model, waiting, capacity);
    }

    /// <summary>Something waited all the time, for long, and nothing began.</summary>
    private static bool IsStuck(FleetPicture fleet, string model, PoolReport[] pools)
    {
        double oldest = fleet.After.Of("queue_oldest_age_seconds")
            .Where(series => series["model_id"] == model).Select(series => series.Value).DefaultIfEmpty(0).Max();
        bool waitedBefore = fleet.Before.Of("queue_depth")
            .Where(series => series["model_id"] == model).Sum(series => series.Value) > 0;
        return oldest >= OldSeconds && waitedBefore && fleet.Observed > TimeSpan.Zero
            && Moves(fleet.After, pools) <= Moves(fleet.Before, pools);
    }

    /// <summary>Counts what a model's pools do: answers that began, and tokens of those that run.</summary>
    private static double Moves(MetricsPage page, PoolReport[] pools) => pools.Sum(pool =>
        page.Sum("tasks_started_total", "pool_id", pool.PoolId.Value)
        + page.Sum("tokens_out_total", "pool_id", pool.PoolId.Value));

    private static Finding NoPool(string model, double waiting) => new()
    {
        Id = "queue-without-pool",
        Severity = Severity.Error,
        Subject = model,
        What = $"{waiting:0} tasks wait for {model}, and no pool of it is ready.",
        Why = "They wait until one is, or until their deadline.",
        Advice = "See the pool findings of this report; 'llama-orch why TASK' tells what one task waits for.",
    };

    private static Finding Stuck(FleetPicture fleet, string model, double waiting) => new()
    {
        Id = "queue-stuck",
        Severity = Severity.Error,
        Subject = model,
        What = $"{waiting:0} tasks wait for {model}, and within {fleet.Observed.TotalSeconds:0} s none began.",
        Why = "Engines are ready and nothing moves: long answers hold every slot, or an engine hangs.",
        Advice = "See 'llama-orch top' for slots that stay full without tokens, and 'llama-orch why TASK' for one that "
            + "waits.",
    };

    private static Finding Full(string model, double waiting, double capacity) => new()
    {
        Id = "queue-full",
        Severity = Severity.Warning,
        Subject = model,
        What = $"The queue of {model} has {waiting:0} of {capacity:0} places taken.",
        Why = "When it is full, newcomers are answered 429.",
        Advice = "Add a pool of the model or slots to one, or let clients send less; queue_capacity only lengthens "
            + "the wait.",
    };
}
