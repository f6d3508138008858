using Xunit;

namespace LlamaOrch.Cluster.Tests.OpenAi;

/// <summary>Tests that share one fleet for OpenAI's clients.</summary>
[CollectionDefinition(Name)]
public sealed class SharedOpenAiFleet : ICollectionFixture<OpenAiFleet>
{
    public const string Name = "openai";
}
