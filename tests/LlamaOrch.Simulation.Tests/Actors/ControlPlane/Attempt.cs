using LlamaOrch.Core.Leases;
using LlamaOrch.Simulation.Tests.Actors.Nodes;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>What came of a task's way to a slot, or of one attempt on it.</summary>
/// <param name="Lease">The slot of an answer that has begun; it is held until the answer ends.</param>
/// <param name="Connection">Where the rest of the answer comes.</param>
/// <param name="First">The first piece.</param>
/// <param name="Failure">Why there is no answer; null with one, and when nobody wants it any more.</param>
internal sealed record Attempt(
    SlotLease? Lease = null, ConnectionEnd? Connection = null, Piece? First = null, ErrorCode? Failure = null);
