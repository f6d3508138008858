using LlamaOrch.LlamaCpp.Sampling;
using LlamaOrch.LlamaCpp.Text;

namespace LlamaOrch.LlamaCpp.Http.Requests;

/// <summary>What a client wants generated, read and checked.</summary>
internal sealed record GenerationRequest
{
    /// <summary>The prompts' tokens; at least one prompt of at least one token.</summary>
    public required IReadOnlyList<int[]> Prompts { get; init; }

    /// <summary>Answers per prompt. Default 1.</summary>
    public int Answers { get; init; } = 1;

    /// <summary>Tokens to generate at most; as many as the context takes where the client gave none.</summary>
    public int TokensMax { get; init; }

    /// <summary>Whether the answer is sent as it is generated.</summary>
    public bool Stream { get; init; }

    /// <summary>Whether a stream ends with token counts.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>Whether the prompt's beginning may be taken over from the last request. Default true.</summary>
    public bool CachePrompt { get; init; } = true;

    /// <summary>Whether <c>/completion</c> lists the generated tokens.</summary>
    public bool ReturnTokens { get; init; }

    /// <summary>Texts that end the answer.</summary>
    public required StopStrings Stops { get; init; }

    /// <summary>The stop texts as given, for the echo of settings.</summary>
    public IReadOnlyList<string> StopTexts { get; init; } = [];

    /// <summary>What the answer's schema demands and its grammar does not hold.</summary>
    public IReadOnlyList<string> SchemaHints { get; init; } = [];

    /// <summary>How tokens are chosen.</summary>
    public required SamplingParameters Sampling { get; init; }
}
