using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Simulation.Tests.Actors.Clients;

/// <summary>A reader wants a task's events after one that it has seen.</summary>
internal sealed record WatchRequest(TaskId TaskId, long LastEventId);
