using LlamaOrch.Contracts.Errors;

namespace LlamaOrch.Hosting.OpenApi;

/// <summary>What the API's document says of a route.</summary>
/// <param name="Tag">The plane that it belongs to.</param>
/// <param name="Summary">What it does, in one sentence.</param>
public sealed record RouteDoc(string Tag, string Summary)
{
    /// <summary>
    /// The operation's id, a verb and a noun in camelCase, unique in the document: generated clients name their
    /// functions by it, so it does not change.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>A body that works as it stands, JSON; null where there is no JSON body.</summary>
    public string? Example { get; init; }

    /// <summary>What else a caller must know. Default: nothing.</summary>
    public string? Description { get; init; }

    /// <summary>The body's type; null for none, which is the default.</summary>
    public Type? Body { get; init; }

    /// <summary>The answer's type; null where it has no body, which is the default.</summary>
    public Type? Answer { get; init; }

    /// <summary>The answer's status. Default 200.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The answer's content type. Default JSON.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>The error codes that it may answer, beside those of the token. Default: none.</summary>
    public IReadOnlyList<ErrorCode> Refusals { get; init; } = [];

    /// <summary>Headers that it reads, with what they mean. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it needs no token. Default false.</summary>
    public bool IsOpen { get; init; }
}
