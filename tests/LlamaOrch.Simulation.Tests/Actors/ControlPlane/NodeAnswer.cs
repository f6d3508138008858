using LlamaOrch.Contracts.Errors;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>What a node is told.</summary>
internal sealed record NodeAnswer(ErrorBody? Refusal, TimeSpan Interval);
