namespace LlamaOrch.Cli.Home;

/// <summary>What the user asked of <c>llama-orch up</c>; checked by the command line already.</summary>
internal sealed record HomeOptions
{
    /// <summary>Most node agents of one home.</summary>
    public const int NodesMax = 16;

    /// <summary>The GGUF to serve; null for the model that ships with the product.</summary>
    public string? ModelFile { get; init; }

    /// <summary>A running OpenAI-compatible server to attach to, instead of engines of our own.</summary>
    public Uri? EngineUrl { get; init; }

    /// <summary>File with the API key of that server; null for none, or for the one of the environment.</summary>
    public string? EngineApiKeyFile { get; init; }

    /// <summary>Whether the user chose the slots; otherwise a server that tells its own is believed.</summary>
    public bool SlotsAreAsked { get; init; }

    /// <summary>Node agents, each with a pool, 1 to <see cref="NodesMax"/>.</summary>
    public required int Nodes { get; init; }

    /// <summary>Sequences in parallel of each pool, 1 to 64.</summary>
    public required int Slots { get; init; }

    /// <summary>Context of one slot, tokens; 0 for the model's own.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>Threads of each engine; 0 shares the cores among the nodes.</summary>
    public required int Threads { get; init; }

    /// <summary>Whether the engines serve embeddings.</summary>
    public required bool Embeddings { get; init; }

    /// <summary>Port of the control plane on 127.0.0.1; 0 lets the system choose.</summary>
    public required int Port { get; init; }

    /// <summary>Where state and logs go.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Whether to stop after the first answer.</summary>
    public required bool Once { get; init; }

    /// <summary>The first prompt.</summary>
    public required string Prompt { get; init; }

    /// <summary>Whether the daemons' logs are shown on stderr too.</summary>
    public required bool Verbose { get; init; }
}
