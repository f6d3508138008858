namespace LlamaOrch.TestKit.Engines;

/// <summary>What a <see cref="FakeEngine"/> does wrong on its inference routes.</summary>
public enum EngineFault
{
    /// <summary>Nothing: it answers.</summary>
    None,

    /// <summary>Takes the request and never answers, until the caller goes away.</summary>
    Hang,

    /// <summary>Answers 200 with bytes that are neither JSON nor events.</summary>
    Garbage,

    /// <summary>Resets the connection before any byte of an answer.</summary>
    ResetBeforeAnswer,

    /// <summary>
    /// Resets the connection after <see cref="FakeEngineBehavior.FaultAfterTokens"/> tokens. A reset may overtake
    /// bytes that are under way: hold the stream there (<see cref="FakeEngineBehavior.HoldAfterTokens"/>), read, then
    /// release.
    /// </summary>
    ResetMidStream,

    /// <summary>
    /// Ends the answer cleanly after <see cref="FakeEngineBehavior.FaultAfterTokens"/> tokens, unfinished.
    /// </summary>
    EndEarly,

    /// <summary>Likewise, in the middle of the next token's line.</summary>
    EndMidLine,

    /// <summary>
    /// Streams an error in the place of the rest after <see cref="FakeEngineBehavior.FaultAfterTokens"/> tokens, and
    /// quotes the request in it, as engines do.
    /// </summary>
    ErrorMidStream,

    /// <summary>Answers 400 with an OpenAI error body.</summary>
    BadRequest,

    /// <summary>Answers 401 with an OpenAI error body, as an engine does that wants an API key.</summary>
    Unauthorized,

    /// <summary>Answers 500 with an OpenAI error body.</summary>
    InternalError,

    /// <summary>Answers 503 as llama-server does while it loads.</summary>
    Unavailable,
}
