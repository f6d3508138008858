using Microsoft.Extensions.Configuration;

namespace LlamaOrch.Orchestrator.Tests.Settings;

/// <summary>Options with one setting of each kind.</summary>
public sealed class SampleOptions
{
    [ConfigurationKeyName("addr")]
    public string Addr { get; set; } = "127.0.0.1:1";

    [ConfigurationKeyName("node_id")]
    public string? NodeId { get; set; }

    [ConfigurationKeyName("queue_capacity")]
    public int QueueCapacity { get; set; } = 10;

    [ConfigurationKeyName("weight")]
    public double Weight { get; set; } = 1;

    [ConfigurationKeyName("keep_prompts")]
    public bool KeepPrompts { get; set; }

    [ConfigurationKeyName("engine_api_key")]
    public string? EngineApiKey { get; set; }

    [ConfigurationKeyName("origins")]
    public IList<string> Origins { get; } = [];

    [ConfigurationKeyName("pools")]
    public IList<SamplePool> Pools { get; } = [];
}
