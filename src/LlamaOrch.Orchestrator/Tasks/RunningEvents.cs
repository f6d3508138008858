using LlamaOrch.Orchestrator.Configuration;
using Microsoft.Extensions.Options;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>
/// The memory of the events of all tasks that run. Events of a task that runs can't be dropped, since a reader may
/// begin with the first of them at any time; so beyond the bound tasks end that have more than their equal share.
/// Whoever has less goes on, so one long answer costs no short one its end.
/// </summary>
internal sealed class RunningEvents(IOptions<OrchestratorOptions> options)
{
    private readonly long bytesMax = options.Value.RunningEventsBytesMax;
    private long bytes;
    private int tasks;

    /// <summary>Bytes of all events of tasks that run.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>A task begins to have events; its share is given back with <see cref="Share.Dispose"/>.</summary>
    public Share Begin()
    {
        Interlocked.Increment(ref tasks);
        return new Share(this);
    }

    /// <summary>What one task's events take.</summary>
    internal sealed class Share(RunningEvents all) : IDisposable
    {
        private long own;

        /// <summary>Whether the task may go on now that its events take so many bytes.</summary>
        public bool Holds(long ownBytes)
        {
            long total = Interlocked.Add(ref all.bytes, ownBytes - own);
            own = ownBytes;
            return total <= all.bytesMax || ownBytes <= all.bytesMax / Math.Max(1, Volatile.Read(ref all.tasks));
        }

        public void Dispose()
        {
            Interlocked.Add(ref all.bytes, -own);
            Interlocked.Decrement(ref all.tasks);
        }
    }
}
