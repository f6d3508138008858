using LlamaOrch.Core.Scheduling;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>Whoever is to be told how a wait for a slot ends.</summary>
internal interface ISlotListener
{
    /// <summary>It is granted or refused. Called once, from any thread, and must not block.</summary>
    void Settled(SlotAnswer answer);
}
