using LlamaOrch.Contracts.Ids;
using LlamaOrch.PoolManager.Engines;
using LlamaOrch.PoolManager.Models;
using LlamaOrch.PoolManager.Slots;
using LlamaOrch.PoolManager.Timing;

namespace LlamaOrch.PoolManager.Pools;

/// <summary>
/// One pool as it is. Three hands change it: the provisioner (starting, failed), the handoff watcher (attached,
/// detached) and the monitor (health); each change is a new <see cref="PoolStatus"/>.
/// </summary>
internal sealed class Pool(PoolId poolId, PoolSpec? spec, TimeProvider time, Action changed)
{
    private readonly Lock gate = new();
    private volatile PoolStatus status = new();
    private volatile LoadedFile? loaded;
    private long? silentSince;
    private double kvUse;

    /// <summary>The pool.</summary>
    public PoolId PoolId => poolId;

    /// <summary>What the settings want; null for a pool that an operator's handoff file brought.</summary>
    public PoolSpec? Spec => spec;

    /// <summary>The pool at this moment.</summary>
    public PoolStatus Status => status;

    /// <summary>Its slots.</summary>
    public SlotTable Slots { get; } = new();

    /// <summary>The model file that its engine has loaded; null while none runs, and for an attached engine.</summary>
    public LoadedFile? Loaded
    {
        get => loaded;
        set => loaded = value;
    }

    /// <summary>Makes the monitor ask the engine now.</summary>
    public Wakeup ProbeNow { get; } = new(time);

    /// <summary>Share of the engine's context memory in use, 0 to 1.</summary>
    public double KvUse => Volatile.Read(ref kvUse);

    /// <summary>For how long the engine has been asked in vain; null while it answers.</summary>
    public TimeSpan? SilentFor
    {
        get
        {
            lock (gate)
                return silentSince is long since ? time.GetElapsedTime(since) : null;
        }
    }

    /// <summary>An engine is being started.</summary>
    /// <param name="trouble">Why it has to be, one sentence; null at the first time.</param>
    public void Starting(string? trouble = null) =>
        Change(before => before with { Starting = true, Failure = null, Trouble = trouble });

    /// <summary>No engine can be had: one sentence says why.</summary>
    public void Fail(string sentence, int? exitCode = null) =>
        Change(before => before with { Starting = false, Failure = sentence, FailureExitCode = exitCode });

    /// <summary>
    /// A handoff file says that an engine is up; one that says what is known already changes nothing.
    /// </summary>
    public void Attach(EngineAttachment engine)
    {
        Change(before => before.Attachment == engine && before.Failure is null ? before : before with
        {
            Starting = false,
            Failure = null,
            Attachment = engine,
            Health = EngineHealth.Unknown,
            Properties = null,
        });
        ProbeNow.Signal();
    }

    /// <summary>The engine is gone: its handoff file was deleted or its process ended.</summary>
    public void Detach(string sentence) => Change(before => before with
    {
        Attachment = null,
        Health = EngineHealth.Unknown,
        Properties = null,
        Trouble = sentence,
    });

    /// <summary>Asks the engine anew for what it serves.</summary>
    public void Ask()
    {
        Change(before => before with { Health = EngineHealth.Unknown, Properties = null });
        ProbeNow.Signal();
    }

    /// <summary>Finishes what it has and takes nothing new.</summary>
    public void Drain() => Change(before => before with { Draining = true });

    /// <summary>Takes work again.</summary>
    public void Resume() => Change(before => before with { Draining = false });

    /// <summary>
    /// The engine answered, or was asked in vain often enough. An answer of an earlier engine changes nothing.
    /// </summary>
    public void Observed(EngineAttachment engine, EngineProbe probe)
    {
        Volatile.Write(ref kvUse, probe.KvUse);
        Change(before => !ReferenceEquals(before.Attachment, engine) ? before : before with
        {
            Health = probe.Health,
            Properties = probe.Properties ?? before.Properties,
            Trouble = probe.Sentence,
        });
        lock (gate)
        {
            if (probe.Health is EngineHealth.Ok or EngineHealth.Loading)
                silentSince = null;
            else
                silentSince ??= time.GetTimestamp();
        }
    }

    /// <summary>The engine gave no answer, which is not yet enough to call it down.</summary>
    public void Unanswered(EngineAttachment engine)
    {
        lock (gate)
        {
            if (ReferenceEquals(status.Attachment, engine))
                silentSince ??= time.GetTimestamp();
        }
    }

    private void Change(Func<PoolStatus, PoolStatus> change)
    {
        bool differs;
        lock (gate)
        {
            PoolStatus after = change(status);
            differs = after != status;
            if (!ReferenceEquals(after.Attachment, status.Attachment))
                silentSince = null;
            Slots.Total = after.Properties?.Slots ?? after.Attachment?.Slots ?? spec?.Slots ?? 0;
            status = after;
        }

        if (differs)
            changed();
    }
}
