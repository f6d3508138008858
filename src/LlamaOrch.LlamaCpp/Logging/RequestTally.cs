namespace LlamaOrch.LlamaCpp.Logging;

/// <summary>What a request amounted to, for its line; a feature of its HTTP context.</summary>
internal sealed class RequestTally
{
    /// <summary>Tokens of its prompts.</summary>
    public int TokensIn { get; set; }

    /// <summary>Tokens generated.</summary>
    public int TokensOut { get; set; }

    /// <summary>From its slot to the first token, milliseconds.</summary>
    public double PromptMs { get; set; }

    /// <summary>From the first token to the last, milliseconds.</summary>
    public double DecodeMs { get; set; }

    /// <summary>Whether it was given up before its end.</summary>
    public bool IsCanceled { get; set; }

    /// <summary>Whether llama.cpp could not compute it.</summary>
    public bool HasFailed { get; set; }

    /// <summary>What its schema demands and the grammar does not enforce; null where there is nothing.</summary>
    public string? SchemaHints { get; set; }
}
