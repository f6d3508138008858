using System.Security.Cryptography;
using System.Text;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Artifacts;
using LlamaOrch.Core.Ports;
using Xunit;

namespace LlamaOrch.Storage.Tests.Artifacts;

/// <summary>What every index of artifacts must do; a class for each store runs all of it.</summary>
[Trait("lane", "integration")]
public abstract class ArtifactStoreTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<IDisposable> opened = [];

    /// <summary>Opens the store of this test, again what it had before.</summary>
    protected abstract (IArtifactStore Artifacts, IDisposable Store) Open();

    [Fact]
    public async Task Artifacts_come_back_whole_over_restarts_with_their_content_or_without()
    {
        StoredArtifact record = Artifact("record", task: "t");
        StoredArtifact file = Artifact("file", ArtifactKind.Upload) with { Content = null };

        Assert.Equal(10, await Restart().SaveAsync([record, file], default));

        IArtifactStore store = Restart();
        StoredArtifact found = (await store.FindAsync(record.Entry.ArtifactId, default))!;
        Assert.Equal(record.Entry, found.Entry);
        Assert.Equal("record", Encoding.UTF8.GetString(found.Content!.Value.Span));
        Assert.Equal(file, await store.FindAsync(file.Entry.ArtifactId, default));
        Assert.Null(await store.FindAsync(Artifact("other").Entry.ArtifactId, default));
        Assert.Equal(10, await store.TotalBytesAsync(default));
    }

    [Fact]
    public async Task The_same_content_again_adds_nothing_gets_younger_and_stays_an_upload()
    {
        IArtifactStore store = Restart();
        await store.SaveAsync([Artifact("a", ArtifactKind.Upload)], default);

        Assert.Equal(1, await store.SaveAsync([Artifact("a", day: 5), Artifact("b")], default));

        ArtifactEntry found = (await store.FindAsync(Artifact("a").Entry.ArtifactId, default))!.Entry;
        Assert.Equal((ArtifactKind.Upload, Start.AddDays(5)), (found.Kind, found.StoredAt));
        Assert.Equal(2, await store.TotalBytesAsync(default));
    }

    [Fact]
    public async Task The_oldest_of_a_kind_come_first_and_what_was_deleted_is_gone()
    {
        IArtifactStore store = Restart();
        await store.SaveAsync([Artifact("c", day: 3), Artifact("a", day: 1), Artifact("b", day: 2)], default);
        await store.SaveAsync([Artifact("u", ArtifactKind.Upload)], default);
        Sha256Digest[] oldest = await OldestAsync(store, 2);

        Assert.Equal([Artifact("a").Entry.ArtifactId, Artifact("b").Entry.ArtifactId], oldest);
        await store.DeleteAsync([.. oldest, Artifact("never").Entry.ArtifactId], default);

        Assert.Equal([Artifact("c").Entry.ArtifactId], await OldestAsync(Restart(), 2));
    }

    [Fact]
    public async Task The_record_of_a_task_is_the_latest_one()
    {
        IArtifactStore store = Restart();
        await store.SaveAsync([Artifact("first", task: "t"), Artifact("second", day: 1, task: "t")], default);

        Assert.Equal(Artifact("second").Entry.ArtifactId, await store.FindOfTaskAsync(new TaskId("t"), default));
        Assert.Null(await store.FindOfTaskAsync(new TaskId("other"), default));
    }

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        opened.ForEach(store => store.Dispose());
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private static async Task<Sha256Digest[]> OldestAsync(IArtifactStore store, int count) =>
        [.. (await store.OldestAsync(ArtifactKind.Record, count, default)).Select(entry => entry.ArtifactId)];

    private static StoredArtifact Artifact(
        string content, ArtifactKind kind = ArtifactKind.Record, int day = 0, string? task = null)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        return new StoredArtifact(
            new ArtifactEntry
            {
                ArtifactId = Sha256Digest.Of(SHA256.HashData(bytes)),
                Kind = kind,
                ContentType = "text/plain",
                SizeBytes = bytes.Length,
                StoredAt = Start.AddDays(day),
                TaskId = task is null ? null : new TaskId(task),
            },
            bytes);
    }

    private IArtifactStore Restart()
    {
        opened.ForEach(store => store.Dispose());
        opened.Clear();
        (IArtifactStore artifacts, IDisposable store) = Open();
        opened.Add(store);
        return artifacts;
    }
}
