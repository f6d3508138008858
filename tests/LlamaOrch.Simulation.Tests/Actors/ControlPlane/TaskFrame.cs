using LlamaOrch.Core.Tasks;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>An event of a task as a reader gets it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Token">The number of its token; null for other events.</param>
/// <param name="Run">The lease under which the token was made.</param>
/// <param name="End">How the task ended; null for other events.</param>
/// <param name="IsAlone">Whether it is all that is left of the task: a restart keeps no tokens.</param>
internal sealed record TaskFrame(
    long Id, int? Token = null, long Run = 0, TaskPhase? End = null, bool IsAlone = false);
