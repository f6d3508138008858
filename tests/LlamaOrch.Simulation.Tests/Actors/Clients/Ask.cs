using LlamaOrch.Core.Scheduling;

namespace LlamaOrch.Simulation.Tests.Actors.Clients;

/// <summary>What a client wants.</summary>
/// <param name="Request">Its wish for a slot.</param>
/// <param name="Tokens">How many tokens the answer has, if nothing limits it.</param>
/// <param name="Body">Stands for the rest of the request's body: another one under the same id is another task.</param>
/// <param name="MaxTokens">The most tokens that it asks for; null when it does not say.</param>
internal sealed record Ask(SlotRequest Request, int Tokens, string Body = "", int? MaxTokens = null);
