using LlamaOrch.Contracts.Sessions;
using LlamaOrch.Hosting.OpenApi;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>What the document says of the sessions' routes.</summary>
internal static class SessionDocs
{
    private const string Tag = "sessions";

    private static readonly ErrorCode[] Unknown = [ErrorCode.InvalidParams, ErrorCode.NotFound];

    public static RouteDoc Show { get; } = new(Tag, "A conversation: its turns, its life and its budgets.")
    {
        Id = "getSession",
        Answer = typeof(SessionView),
        Refusals = Unknown,
    };

    public static RouteDoc Delete { get; } = new(Tag, "Ends a conversation.")
    {
        Id = "deleteSession",
        Status = 204,
        Refusals = [.. Unknown, ErrorCode.Conflict],
    };
}
