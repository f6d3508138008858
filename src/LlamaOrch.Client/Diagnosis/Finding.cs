using System.Text.Json.Serialization;

namespace LlamaOrch.Client.Diagnosis;

/// <summary>One thing that an examination found.</summary>
public sealed record Finding
{
    /// <summary>What kind of finding it is; stable, for programs.</summary>
    public required string Id { get; init; }

    /// <summary>How bad it is.</summary>
    public required Severity Severity { get; init; }

    /// <summary>The node, pool, model or address that it is about; absent when it is about the fleet.</summary>
    public string? Subject { get; init; }

    /// <summary>What is the case, one sentence.</summary>
    public required string What { get; init; }

    /// <summary>Why it matters; absent where all is well.</summary>
    public string? Why { get; init; }

    /// <summary>What to do about it; absent where all is well.</summary>
    [JsonPropertyName("do")]
    public string? Advice { get; init; }

    /// <summary>What the engine, the network or the certificate said: what sets findings of one kind apart.</summary>
    internal string? Cause { get; init; }

    /// <summary>All is well.</summary>
    public static Finding Well(string id, string what) => new() { Id = id, Severity = Severity.Ok, What = what };
}
