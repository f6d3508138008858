using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Client;

/// <summary>A model that the fleet serves.</summary>
/// <param name="Id">What requests call it.</param>
public sealed record ServedModel(ModelId Id);
