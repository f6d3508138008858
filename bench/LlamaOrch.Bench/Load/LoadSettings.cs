using System.Net;

namespace LlamaOrch.Bench.Load;

/// <summary>One measurement.</summary>
internal sealed record LoadSettings
{
    /// <summary>Whom to ask; an IP address and a port, plain HTTP.</summary>
    public required Uri Url { get; init; }

    /// <summary>Model id in each request.</summary>
    public required string Model { get; init; }

    /// <summary>What is asked for.</summary>
    public LoadPlane Plane { get; init; }

    /// <summary>So many slots are kept busy by streams that outlast the measurement.</summary>
    public int Hold { get; init; }

    /// <summary>Whether answers are streamed.</summary>
    public bool Stream { get; init; }

    /// <summary>Tokens asked for; a stream with another number is an error.</summary>
    public int Tokens { get; init; }

    /// <summary>Milliseconds between tokens asked of the stub; 0: at once.</summary>
    public int TokenIntervalMs { get; init; }

    /// <summary>As many requests at a time in the closed loop, at most so many in the open loop.</summary>
    public int Connections { get; init; }

    /// <summary>Requests a second in the open loop; 0: closed loop.</summary>
    public double Rate { get; init; }

    /// <summary>How long is measured.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How long the same load runs before.</summary>
    public TimeSpan Warmup { get; init; }

    /// <summary>Close each stream after so many tokens; 0: never.</summary>
    public int AbortAfterTokens { get; init; }

    /// <summary>Length of the prompt, bytes.</summary>
    public int PromptBytes { get; init; }

    /// <summary>Bearer token; null: none.</summary>
    public string? Token { get; init; }

    /// <summary>The stub behind, for its account of aborts; null: not asked.</summary>
    public Uri? StubUrl { get; init; }

    /// <summary>A connection that brings nothing for so long has failed.</summary>
    public TimeSpan SilenceMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where to connect.</summary>
    public IPEndPoint Endpoint => new(IPAddress.Parse(Url.Host), Url.Port);
}
