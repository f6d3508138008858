using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Client.Metrics;
using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Meta;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Client.Tests.Scenes;

/// <summary>A fleet of two nodes in which all is well, to be made bad in one point.</summary>
internal static class Pictures
{
    public const string Model = "tiny";
    public const string Version = "0.2.0";
    public const long Gibibyte = 1L << 30;

    public static DateTimeOffset Now { get; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static FleetPicture Well() => Of(Node("n1", Pool("n1-p0")), Node("n2", Pool("n2-p0")));

    public static FleetPicture Of(params NodeView[] nodes) => new()
    {
        Url = new Uri("http://127.0.0.1:8080"),
        Now = Now,
        OwnVersion = Version,
        Version = Version,
        Status = Status(),
        ClockDifference = TimeSpan.Zero,
        Nodes = nodes,
        Pools = [.. nodes.SelectMany(node => node.Pools)],
        Availability = new CatalogAvailability([.. nodes.Select(Available)], 1, 0, 1),
        QueueCapacity = 10,
        Before = Page("storage_available 1"),
        After = Page("storage_available 1"),
        Observed = TimeSpan.FromSeconds(6),
        Probes = nodes.ToDictionary(
            node => node.NodeId.Value, _ => new NodeProbe(MetricsPage.Empty, MetricsPage.Empty, null)),
    };

    public static ControlPlaneView Status() => new()
    {
        Version = Version,
        Time = Now,
        StartedAt = Now.AddHours(-1),
        TokenRequired = true,
        Role = "admin",
        Storage = "sqlite",
        Disks = [new DiskReport(DiskPurpose.Data, 50 * Gibibyte, 100 * Gibibyte)],
    };

    public static NodeView Node(string id, params PoolReport[] pools) => new(
        new NodeId(id),
        new Uri($"http://127.0.0.1:92{id[1..]}"),
        NodeState.Online,
        Version,
        Now.AddSeconds(-1),
        new NodeCapabilities([], 8, 16 * Gibibyte),
        pools,
        Disks: [new DiskReport(DiskPurpose.Data, 50 * Gibibyte, 100 * Gibibyte)]);

    public static PoolReport Pool(string id) => new()
    {
        PoolId = new PoolId(id),
        State = PoolState.Ready,
        Ready = true,
        Draining = false,
        SlotsTotal = 4,
        SlotsFree = 4,
        Engine = "llamacpp",
        ModelId = new ModelId(Model),
    };

    public static GpuDevice Gpu(string id) => new(id, "H100", 80 * Gibibyte, "9.0");

    public static MetricsPage Page(params string[] lines) => MetricsPage.Parse(string.Join('\n', lines));

    /// <summary>A picture whose control plane exposes more at its end, and nothing of it at its beginning.</summary>
    public static FleetPicture With(this FleetPicture fleet, params string[] after) =>
        fleet with { After = Page(["storage_available 1", .. after]) };

    public static NodeAvailability Available(NodeView node) => new(
        node.NodeId,
        node.State,
        [new ModelAvailability(
            new ModelId(Model),
            VerificationResult.Verified,
            [.. node.Pools.Select(pool => new PoolAvailability(pool.PoolId, pool.Ready, pool.SlotsTotal))])]);
}
