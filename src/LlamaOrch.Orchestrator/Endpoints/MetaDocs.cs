using LlamaOrch.Contracts.Meta;
using LlamaOrch.Hosting.OpenApi;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>What the document says of the meta routes.</summary>
internal static class MetaDocs
{
    private const string Tag = "meta";

    public static RouteDoc Health { get; } = new(Tag, "Whether the process lives.")
    {
        Id = "getHealth",
        Answer = typeof(StatusView),
        IsOpen = true,
    };

    public static RouteDoc Ready { get; } = new(Tag, "Whether some pool takes work, and the database tasks.")
    {
        Description = "503 with the same shape while one of them does not; 'status' says what can't be done.",
        Id = "getReadiness",
        Answer = typeof(StatusView),
        IsOpen = true,
    };

    public static RouteDoc Version { get; } = new(Tag, "The product and its version.")
    {
        Id = "getVersion",
        Answer = typeof(VersionView),
    };

    public static RouteDoc Status { get; } = new(
        Tag, "How the replica that answers is: clock, disks, and what the caller may do.")
    {
        Id = "getStatus",
        Answer = typeof(ControlPlaneView),
    };

    public static RouteDoc Capabilities { get; } = new(
        Tag, "What the fleet can do now: engines, models, context, slots; and what may be asked of it.")
    {
        Id = "getCapabilities",
        Answer = typeof(CapabilitiesView),
    };
}
