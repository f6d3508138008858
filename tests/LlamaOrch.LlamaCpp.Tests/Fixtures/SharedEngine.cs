namespace LlamaOrch.LlamaCpp.Tests.Fixtures;

/// <summary>Tests that share one engine, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedEngine : ICollectionFixture<EngineFixture>
{
    public const string Name = "engine";
}
