using System.IO.Compression;
using System.IO.Hashing;
using System.IO.Pipelines;
using System.Text;
using LlamaOrch.Hosting.Exposition;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Exposition;

/// <summary>A scrape put together from parts, compressed and not, is one gzip stream of the same text.</summary>
[Trait("lane", "unit")]
public sealed class GzipScrapeTests
{
    private readonly MetricRegistry registry = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reads_as_the_text_that_is_not_compressed(bool openMetrics)
    {
        CounterSeries[] series = Counters(3000);
        for (int scrape = 0; scrape < 4; scrape++)
        {
            // Some pages change between scrapes, others do not: both kinds of parts are in one stream.
            for (int at = 0; at < 500; at += 7)
                series[at].Inc(scrape);
            Assert.Equal(registry.Collect(openMetrics).ToString(), await UnzippedAsync(openMetrics));
        }
    }

    [Fact]
    public void What_stands_still_is_compressed_and_what_changes_is_not()
    {
        CounterSeries[] series = Counters(3000);
        long plain = registry.Collect(openMetrics: false).Bytes;

        long first = registry.Collect(openMetrics: false, isGzip: true).Bytes;
        long second = registry.Collect(openMetrics: false, isGzip: true).Bytes;
        foreach (CounterSeries each in series)
            each.Inc();
        long changed = registry.Collect(openMetrics: false, isGzip: true).Bytes;

        Assert.InRange(first, plain, plain + (plain / 100));
        Assert.InRange(second, 1, plain / 5);
        Assert.InRange(changed, plain, plain + (plain / 100));
    }

    [Fact]
    public async Task Text_longer_than_a_block_is_whole()
    {
        registry.CreateGauge("a", new string('é', 100_000)).WithLabels().Set(1);

        Assert.Equal(registry.Collect(openMetrics: false).ToString(), await UnzippedAsync(openMetrics: false));
        Assert.Equal(registry.Collect(openMetrics: false).ToString(), await UnzippedAsync(openMetrics: false));
    }

    [Fact]
    public async Task Nothing_is_a_stream_too() => Assert.Equal(string.Empty, await UnzippedAsync(openMetrics: false));

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "")]
    [InlineData("", "b")]
    [InlineData("one text", "and another of odd length")]
    public void Checksums_of_two_texts_give_that_of_both(string first, string second)
    {
        byte[] left = Encoding.UTF8.GetBytes(first);
        byte[] right = Encoding.UTF8.GetBytes(second);

        uint both = Checksum.Of(right).After(Checksum.Of(left).After(Checksum.None));

        Assert.Equal(Crc32.HashToUInt32([.. left, .. right]), both);
    }

    private CounterSeries[] Counters(int count)
    {
        Counter counter = registry.CreateCounter("things_total", "Things.", "pool_id");
        return [.. Enumerable.Range(0, count).Select(number => counter.WithLabels($"pool-{number}"))];
    }

    private async Task<string> UnzippedAsync(bool openMetrics)
    {
        ScrapeText text = registry.Collect(openMetrics, isGzip: true);
        using var bytes = new MemoryStream();
        await text.WriteAsync(
            PipeWriter.Create(bytes, new StreamPipeWriterOptions(leaveOpen: true)),
            TestContext.Current.CancellationToken);
        Assert.Equal(text.Bytes, bytes.Length);
        bytes.Position = 0;
        await using var gzip = new GZipStream(bytes, CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
