namespace LlamaOrch.Core.Placement;

/// <summary>Whether a pool gets no work since it failed.</summary>
public enum PoolRest
{
    /// <summary>It is not kept from work.</summary>
    Awake,

    /// <summary>It rests, or is being tried with one request; a task that it has not failed may wait for it.</summary>
    Brief,

    /// <summary>Likewise, but it has failed so often that no task should wait for it.</summary>
    Extended,
}
