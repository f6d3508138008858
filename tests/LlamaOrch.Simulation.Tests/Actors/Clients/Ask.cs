using LlamaOrch.Core.Scheduling;

namespace LlamaOrch.Simulation.Tests.Actors.Clients;

/// <summary>What a client wants: the wish for a slot, and how many tokens the answer has.</summary>
internal sealed record Ask(SlotRequest Request, int Tokens);
