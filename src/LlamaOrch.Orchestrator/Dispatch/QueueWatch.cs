using System.Collections.Concurrent;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Orchestrator.Grains;
using Microsoft.Extensions.Hosting;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>
/// Looks once a second after the waiting tasks that somebody watches, all of a model in one question. Grants cost
/// nothing for those who watch, nor does a task that nobody watches.
/// </summary>
internal sealed class QueueWatch(IGrainFactory grains, TimeProvider time) : BackgroundService
{
    /// <summary>How often a watched task is looked after at most.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<QueueWatcher, bool> watchers = new();

    /// <summary>Watches a task until the result is disposed.</summary>
    public QueueWatcher Watch(ModelId model, TaskId taskId)
    {
        var watcher = new QueueWatcher(this, model, taskId);
        watchers.TryAdd(watcher, true);
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
            {
                if (!watchers.IsEmpty)
                    await LookAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task LookAsync()
    {
        foreach (IGrouping<ModelId, QueueWatcher> ofModel in watchers.Keys.GroupBy(watcher => watcher.Model))
        {
            QueueWatcher[] asked = [.. ofModel];
            var tasks = new Immutable<TaskId[]>([.. asked.Select(watcher => watcher.TaskId)]);
            Task<Immutable<QueueOutlook?[]>> looking =
                grains.GetGrain<IModelSchedulerGrain>(ofModel.Key.Value).LookAsync(tasks).AsTask();
            await ((Task)looking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // A scheduler that does not answer now is asked again in a second.
            if (!looking.IsCompletedSuccessfully)
                continue;
            foreach ((QueueWatcher watcher, QueueOutlook? outlook) in asked.Zip((await looking).Value))
                watcher.Saw(outlook);
        }
    }
}
