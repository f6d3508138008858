using LlamaOrch.LlamaCpp.Inference;
using LlamaOrch.LlamaCpp.Native;

namespace LlamaOrch.LlamaCpp.Startup;

/// <summary>What the worker was started with; <c>docs/reference/engine.md</c> lists the arguments.</summary>
internal sealed record EngineOptions
{
    /// <summary>The GGUF file to serve.</summary>
    public required string ModelPath { get; init; }

    /// <summary>The address to listen on. Default 127.0.0.1: the API has no authentication.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port to listen on; 0 lets the system choose.</summary>
    public int Port { get; init; }

    /// <summary>Sequences that are decoded side by side, 1 to 64. Default 4.</summary>
    public int Slots { get; init; } = 4;

    /// <summary>Tokens of context per slot; 0 takes the model's own, at most 4096.</summary>
    public int ContextTokens { get; init; }

    /// <summary>Threads that compute; 0 lets <see cref="Model.ModelFile"/> choose.</summary>
    public int Threads { get; init; }

    /// <summary>The model's name in answers; the file's name without its extension where null.</summary>
    public string? Alias { get; init; }

    /// <summary>Whether embeddings are answered; costs a context of its own.</summary>
    public bool Embeddings { get; init; }

    /// <summary>Whether the worker ends when its standard input does.</summary>
    public bool ExitWithStdin { get; init; }

    /// <summary>How generation steps of several slots share a decode.</summary>
    public BatchingMode Batching { get; init; } = BatchingMode.Auto;

    /// <summary>How much of llama.cpp's own log reaches stderr.</summary>
    public NativeLogLevel LogLevel { get; init; } = NativeLogLevel.Warn;

    /// <summary>What is written of requests, on stderr.</summary>
    public EngineLogFormat LogFormat { get; init; } = EngineLogFormat.Text;

    /// <summary>The model's name in answers.</summary>
    public string ModelName => Alias ?? Path.GetFileNameWithoutExtension(ModelPath);
}
