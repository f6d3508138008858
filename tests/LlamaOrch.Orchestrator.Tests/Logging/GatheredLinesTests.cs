using System.Text;
using LlamaOrch.Hosting.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Logging;

[Trait("lane", "unit")]
public sealed class GatheredLinesTests
{
    // Lines that gather are written by what follows alone.
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    [Fact]
    public void Lines_are_written_together_and_in_order()
    {
        using var output = new HeldStream(isHeld: true);
        using var lines = new GatheredLines(output);
        Info(lines, "first\n");
        Assert.Equal("first\n", output.Next());

        string[] more = [.. Enumerable.Range(0, 100).Select(i => $"{i}\n")];
        foreach (string line in more)
            Info(lines, line);
        output.Release();

        Assert.Equal(string.Concat(more), output.Next());
    }

    [Fact]
    public void A_warning_is_written_at_once_with_all_before_it()
    {
        using var output = new HeldStream();
        using var lines = new GatheredLines(output, Never);
        Info(lines, "calm\n");

        Assert.True(lines.Take(LogLevel.Warning, "trouble\n"u8));

        Assert.Equal("calm\ntrouble\n", output.Next());
    }

    [Fact]
    public void The_end_writes_what_is_left_and_what_comes_later_goes_straight_out()
    {
        using var output = new HeldStream();
        var lines = new GatheredLines(output, Never);
        Info(lines, "left\n");

        lines.Dispose();
        Assert.Equal("left\n", output.Next());

        Info(lines, "late\n");
        Assert.Equal("late\n", output.Next());
        lines.Dispose();
        Assert.False(output.HasMore);
    }

    [Fact]
    public void A_stream_that_fails_stops_nobody()
    {
        using var output = new HeldStream(isBroken: true);
        using var lines = new GatheredLines(output);
        Info(lines, "one\n");
        Assert.Equal("one\n", output.Next());

        Info(lines, "two\n");

        Assert.Equal("two\n", output.Next());
    }

    [Fact]
    public void Of_a_reader_that_stands_still_lines_are_lost_and_counted()
    {
        using var output = new HeldStream(isHeld: true);
        using var lines = new GatheredLines(output);
        using var provider = new LineLogProvider(
            new JsonLogFormatter(
                new LogIdentity("orchestratord"), new LogPolicy(new LogSettings()), new FakeTimeProvider()),
            lines);
        Info(lines, "held\n");
        Assert.Equal("held\n", output.Next());
        Assert.True(lines.Take(LogLevel.Information, new byte[GatheredLines.BytesMax]));

        ILogger logger = provider.CreateLogger("LlamaOrch.Test");
        Log(logger, "lost 1");
        Log(logger, "lost 2");
        output.Release();
        Assert.Equal(GatheredLines.BytesMax, output.Next().Length);
        Log(logger, "back again");

        string written = output.Next();
        while (!written.Contains("log_lines_lost", StringComparison.Ordinal))
            written += output.Next();
        Assert.Contains("back again", written, StringComparison.Ordinal);
        Assert.Contains("2 lines of LlamaOrch.Test are lost", written, StringComparison.Ordinal);
        Assert.DoesNotContain("lost 1", written, StringComparison.Ordinal);
    }

    private static void Info(GatheredLines lines, string line) =>
        Assert.True(lines.Take(LogLevel.Information, Encoding.UTF8.GetBytes(line)));

    private static void Log(ILogger logger, string text) =>
        logger.Log(LogLevel.Information, default, text, null, (state, _) => state);
}
