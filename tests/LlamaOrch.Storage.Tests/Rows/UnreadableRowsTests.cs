using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Artifacts;
using LlamaOrch.Core.Catalog;
using LlamaOrch.Core.Catalog.References;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Sessions;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Storage.Tests.Journal;
using Xunit;

namespace LlamaOrch.Storage.Tests.Rows;

/// <summary>One row that can't be read costs that row alone; a class for each store runs all of it.</summary>
[Trait("lane", "integration")]
public abstract class UnreadableRowsTests
{
    private static readonly Sha256Digest Digest =
        Sha256Digest.TryParse($"sha256:{new string('a', 64)}", out Sha256Digest digest) ? digest : default;

    /// <summary>JSON that is cut off, is of another kind, or is nothing.</summary>
    public static TheoryData<string> Bad => ["{", "[1]", "null", ""];

    /// <summary>The journal.</summary>
    protected abstract ITaskJournal Journal { get; }

    /// <summary>The nodes.</summary>
    protected abstract INodeStore Nodes { get; }

    /// <summary>The catalog.</summary>
    protected abstract ICatalogStore Catalog { get; }

    /// <summary>The sessions.</summary>
    protected abstract ISessionStore Sessions { get; }

    /// <summary>The artifacts.</summary>
    protected abstract IArtifactStore Artifacts { get; }

    /// <summary>Writes bytes over a column of a row.</summary>
    protected abstract Task SpoilAsync(string table, string column, string key, string id, object value);

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Tasks_beside_one_that_can_not_be_read_are_taken_up(string json)
    {
        foreach (string id in (string[])["a", "bad", "c"])
            await Journal.AcceptAsync(JournalScene.Task(id, id));
        await SpoilAsync("tasks", "slot", "task_id", "bad", Bytes(json));

        IReadOnlyList<JournaledTask> found = await Journal.RecoverAsync(default);

        Assert.Equal(["a", "c"], found.Select(task => task.TaskId.Value));
        StorageException told = await Assert.ThrowsAnyAsync<StorageException>(
            async () => await Journal.FindAsync(new("bad"), default));
        Assert.Contains("bad", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_beside_one_that_can_not_be_read_are_listed()
    {
        foreach (string id in (string[])["a", "bad", "c"])
        {
            await Journal.AcceptAsync(JournalScene.Task(id));
            await Journal.EndAsync(new(id), JournalScene.Completed);
        }

        await SpoilAsync("tasks", "outcome", "task_id", "bad", Bytes("{\"phase\":99"));

        Assert.Equal(["c", "a"], (await Journal.NewestEndedAsync(10, default)).Select(task => task.TaskId.Value));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Nodes_beside_one_that_can_not_be_read_come_back(string json)
    {
        await Nodes.SaveAsync([Node("a"), Node("bad"), Node("c")], default);
        await SpoilAsync("nodes", "document", "node_id", "bad", Bytes(json));

        Assert.Equal(["a", "c"], (await Nodes.ReadAllAsync(default)).Select(node => node.NodeId.Value).Order());
        // The node itself mends it.
        await Nodes.SaveAsync([Node("bad")], default);
        Assert.Equal(3, (await Nodes.ReadAllAsync(default)).Count);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Models_beside_one_that_can_not_be_read_come_back(string json)
    {
        foreach (string id in (string[])["a", "bad"])
            await Catalog.SaveAsync(Model(id), default);
        await SpoilAsync("models", "document", "model_id", "bad", Bytes(json));

        Assert.Equal("a", Assert.Single(await Catalog.ReadAllAsync(default)).ModelId.Value);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Session_that_can_not_be_read_is_as_none(string json)
    {
        var state = SessionState.Begin(new SessionLimits(), JournalScene.Now);
        await Sessions.SaveAsync(new("bad"), state, default);
        await SpoilAsync("sessions", "document", "session_id", "bad", Bytes(json));

        Assert.Null(await Sessions.FindAsync(new("bad"), default));
        await Sessions.SaveAsync(new("bad"), state, default);
        Assert.NotNull(await Sessions.FindAsync(new("bad"), default));
    }

    [Fact]
    public async Task Artifact_that_can_not_be_read_is_as_none()
    {
        var artifact = new StoredArtifact(
            new ArtifactEntry
            {
                ArtifactId = Digest,
                Kind = ArtifactKind.Upload,
                ContentType = "text/plain",
                SizeBytes = 1,
                StoredAt = JournalScene.Now,
            },
            new byte[] { 1 });
        await Artifacts.SaveAsync([artifact], default);
        await SpoilAsync("artifacts", "stored_us", "digest", Digest.Value, long.MaxValue);

        Assert.Null(await Artifacts.FindAsync(Digest, default));
        Assert.Empty(await Artifacts.OldestAsync(ArtifactKind.Upload, 10, default));
    }

    private static byte[] Bytes(string json) => System.Text.Encoding.UTF8.GetBytes(json);

    private static CatalogModel Model(string id) => new()
    {
        ModelId = new(id),
        Reference = ModelReference.Parse("file:/models/m.gguf").Reference!.Value,
        RegisteredAt = JournalScene.Now,
    };

    private static StoredNode Node(string id) =>
        new(new(id), new Uri("http://127.0.0.1:1"), "1", JournalScene.Now);
}
