using System.Collections.Immutable;
using System.Text.Json;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Sessions;

/// <summary>A session as stores keep it: one JSON document, the same in every database.</summary>
public sealed record SessionDocument
{
    /// <summary>See <see cref="SessionState.Turns"/>.</summary>
    public required int Turns { get; init; }

    /// <summary>See <see cref="SessionState.Limits"/>.</summary>
    public required SessionLimits Limits { get; init; }

    /// <summary>See <see cref="SessionState.Spent"/>.</summary>
    public required BudgetAmounts Spent { get; init; }

    /// <summary>See <see cref="SessionState.Reserved"/>.</summary>
    public required IReadOnlyDictionary<string, BudgetAmounts> Reserved { get; init; }

    /// <summary>See <see cref="SessionState.Home"/>.</summary>
    public PoolId? Home { get; init; }

    /// <summary>See <see cref="SessionState.CreatedAt"/>.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>See <see cref="SessionState.LastUsed"/>.</summary>
    public required DateTimeOffset LastUsed { get; init; }

    /// <summary>The document of a state.</summary>
    public static byte[] Write(SessionState state) => JsonSerializer.SerializeToUtf8Bytes(
        new SessionDocument
        {
            Turns = state.Turns,
            Limits = state.Limits,
            Spent = state.Spent,
            Reserved = state.Reserved.ToDictionary(kept => kept.Key.Value, kept => kept.Value),
            Home = state.Home,
            CreatedAt = state.CreatedAt,
            LastUsed = state.LastUsed,
        },
        SessionJsonContext.Default.SessionDocument);

    /// <summary>The state of a document.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static SessionState Read(ReadOnlySpan<byte> json)
    {
        SessionDocument kept = JsonSerializer.Deserialize(json, SessionJsonContext.Default.SessionDocument)
            ?? throw new JsonException("null is no session");
        return new SessionState
        {
            Turns = kept.Turns,
            Limits = kept.Limits,
            Spent = kept.Spent,
            Reserved = kept.Reserved.ToImmutableDictionary(entry => new TaskId(entry.Key), entry => entry.Value),
            Home = kept.Home,
            CreatedAt = kept.CreatedAt,
            LastUsed = kept.LastUsed,
        };
    }
}
