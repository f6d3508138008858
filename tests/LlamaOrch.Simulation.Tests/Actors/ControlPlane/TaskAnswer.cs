using LlamaOrch.Core.Tasks;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>What a client of <c>/v2/tasks</c> is told: how the task stands, or what is wrong.</summary>
internal sealed record TaskAnswer(TaskPhase? Phase, ErrorCode? Error = null);
