using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Hosting.OpenApi;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>What the document says of the placement policy's routes.</summary>
internal static class PlacementDocs
{
    private const string Tag = "placement";

    public static RouteDoc Show { get; } = new(Tag, "The placement policy that is in force.")
    {
        Id = "getPlacementPolicy",
        Answer = typeof(PlacementView),
    };

    public static RouteDoc Reload { get; } = new(Tag, "Reads the placement policy again; a bad one leaves the old.")
    {
        Id = "reloadPlacementPolicy",
        Answer = typeof(PlacementView),
        Refusals = [ErrorCode.InvalidParams],
    };
}
