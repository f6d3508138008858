namespace LlamaOrch.Hosting.Streams;

/// <summary>Where in an OpenAI answer or chunk an object or array stands.</summary>
internal enum AnswerPlace : byte
{
    /// <summary>Nowhere that matters.</summary>
    Other,

    /// <summary>The whole.</summary>
    Root,

    /// <summary><c>choices</c>.</summary>
    Choices,

    /// <summary>One of them.</summary>
    Choice,

    /// <summary>Its <c>delta</c> or <c>message</c>.</summary>
    Delta,

    /// <summary>An array or object in there: tool calls, parts of content.</summary>
    DeltaValue,

    /// <summary><c>usage</c>.</summary>
    Usage,

    /// <summary>llama-server's <c>timings</c>.</summary>
    Timings,

    /// <summary><c>error</c>.</summary>
    Error,
}
