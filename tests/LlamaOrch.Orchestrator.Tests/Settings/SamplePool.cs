using Microsoft.Extensions.Configuration;

namespace LlamaOrch.Orchestrator.Tests.Settings;

/// <summary>An entry of a list of options.</summary>
public sealed class SamplePool
{
    [ConfigurationKeyName("pool_id")]
    public string PoolId { get; set; } = string.Empty;

    [ConfigurationKeyName("model_path")]
    public string? ModelPath { get; set; }

    [ConfigurationKeyName("slots")]
    public int? Slots { get; set; }
}
