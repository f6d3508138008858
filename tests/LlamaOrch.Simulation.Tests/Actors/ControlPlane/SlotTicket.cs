using LlamaOrch.Core.Scheduling;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>A claim on a slot.</summary>
internal sealed record SlotTicket(SlotAnswer Answer, PendingSlot Pending);
