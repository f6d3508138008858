using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Artifacts;
using Xunit;

namespace LlamaOrch.Core.Tests.Artifacts;

public sealed class RetentionRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 0, 0, 0, TimeSpan.Zero);
    private static readonly ArtifactLimits Limits = new() { BytesMax = 100, AgeMax = TimeSpan.FromDays(30) };

    [Fact]
    public void Nothing_goes_at_the_bound_and_the_oldest_record_one_byte_beyond_it()
    {
        ArtifactEntry[] records = [Entry(1, 10), Entry(2, 10)];

        Assert.Empty(Choose(100, records, []));
        Assert.Equal([records[0]], Choose(101, records, []));
        Assert.Equal(records, Choose(111, records, []));
    }

    [Fact]
    public void Nothing_goes_on_its_last_day_and_everything_after_it()
    {
        ArtifactEntry[] records = [Entry(1, 1) with { StoredAt = Now - Limits.AgeMax }];
        ArtifactEntry[] uploads = [Entry(2, 1) with { StoredAt = Now - Limits.AgeMax - TimeSpan.FromTicks(1) }];

        Assert.Equal(uploads, Choose(2, records, uploads));
        Assert.Equal([.. records, .. uploads], Choose(2, records, uploads, Now.AddTicks(1)));
    }

    [Fact]
    public void Uploads_go_only_when_every_record_has_gone()
    {
        ArtifactEntry[] records = [Entry(5, 10)];
        ArtifactEntry[] uploads = [Entry(1, 50), Entry(2, 60)];

        Assert.Equal(records, Choose(110, records, uploads));
        Assert.Equal([records[0], uploads[0]], Choose(120, records, uploads));
        Assert.Equal(records, Choose(170, records, uploads, areAllRecords: false));
    }

    private static IReadOnlyList<ArtifactEntry> Choose(
        long total,
        ArtifactEntry[] records,
        ArtifactEntry[] uploads,
        DateTimeOffset? now = null,
        bool areAllRecords = true) =>
        RetentionRules.Choose(total, records, areAllRecords, uploads, Limits, now ?? Now);

    private static ArtifactEntry Entry(int day, long size) => new()
    {
        ArtifactId = Sha256Digest.Of([(byte)day, (byte)size, .. new byte[30]]),
        Kind = ArtifactKind.Record,
        ContentType = "application/json",
        SizeBytes = size,
        StoredAt = Now.AddDays(day - 20),
    };
}
