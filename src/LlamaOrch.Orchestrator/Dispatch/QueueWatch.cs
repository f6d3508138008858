using System.Collections.Concurrent;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Orchestrator.Grains;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>
/// Looks once a second after the waiting tasks that somebody watches, all of a model in one question, and all models at
/// the same time. Grants cost nothing for those who watch, nor does a task that nobody watches.
/// </summary>
internal sealed partial class QueueWatch : BackgroundService
{
    /// <summary>How often a watched task is looked after at most.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<QueueWatcher, bool> watchers = new();
    private readonly ConcurrentDictionary<ModelId, bool> asked = new();
    private readonly Func<ModelId, Immutable<TaskId[]>, ValueTask<Immutable<QueueOutlook?[]>>> look;
    private readonly TimeProvider time;
    private readonly ILogger<QueueWatch> logger;

    public QueueWatch(IGrainFactory grains, TimeProvider time, ILogger<QueueWatch> logger)
        : this((model, tasks) => grains.GetGrain<IModelSchedulerGrain>(model.Value).LookAsync(tasks), time, logger)
    {
    }

    /// <summary>A watch that asks in a way of the test.</summary>
    internal QueueWatch(
        Func<ModelId, Immutable<TaskId[]>, ValueTask<Immutable<QueueOutlook?[]>>> look,
        TimeProvider time,
        ILogger<QueueWatch> logger) => (this.look, this.time, this.logger) = (look, time, logger);

    /// <summary>Watches a task until the result is disposed; a first look is taken at once.</summary>
    public QueueWatcher Watch(ModelId model, TaskId taskId)
    {
        var watcher = new QueueWatcher(this, model, taskId);
        watchers.TryAdd(watcher, true);
        _ = AskAsync(model, [watcher]);
        return watcher;
    }

    /// <summary>Nobody watches any more.</summary>
    public void Leave(QueueWatcher watcher) => watchers.TryRemove(watcher, out _);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Look();
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    /// <summary>
    /// Asks each model's scheduler unless it still owes an answer: a mute one keeps only its own watchers waiting.
    /// </summary>
    private void Look()
    {
        foreach (IGrouping<ModelId, QueueWatcher> ofModel in watchers.Keys.GroupBy(watcher => watcher.Model))
        {
            if (asked.TryAdd(ofModel.Key, true))
                _ = LookAsync(ofModel.Key, [.. ofModel]);
        }
    }

    private async Task LookAsync(ModelId model, QueueWatcher[] all)
    {
        await AskAsync(model, all);
        asked.TryRemove(model, out _);
    }

    /// <summary>Never fails: a scheduler that does not answer is asked again with the next look.</summary>
    private async Task AskAsync(ModelId model, QueueWatcher[] all)
    {
        try
        {
            var tasks = new Immutable<TaskId[]>([.. all.Select(watcher => watcher.TaskId)]);
            Immutable<QueueOutlook?[]> outlooks = await look(model, tasks);
            foreach ((QueueWatcher watcher, QueueOutlook? outlook) in all.Zip(outlooks.Value))
                watcher.Saw(outlook);
        }
        catch (Exception failure)
        {
            LogNoAnswer(logger, failure, model);
        }
    }

    [LoggerMessage(2181, LogLevel.Debug,
        "The scheduler of model {ModelId} does not say how its tasks stand; it is asked again",
        EventName = "queue_not_told")]
    private static partial void LogNoAnswer(ILogger logger, Exception failure, ModelId modelId);
}
