using System.Text.RegularExpressions;
using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.TestKit.Engines;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Operations;

[Trait("lane", "cluster")]
public sealed partial class TopTests : IAsyncLifetime
{
    private const string Entered = "\e[?1049h";
    private const string Left = "\e[?25h\e[?1049l";

    private TestFleet fleet = null!;
    private FakeEngine engine = null!;

    public async ValueTask InitializeAsync()
    {
        fleet = await TestFleet.StartAsync();
        engine = await FakeEngine.StartAsync();
        fleet.StartNode("node-a", TestPool.Attached("pool-a", engine.Url));
        await fleet.PoolsReadyAsync(1);
    }

    public async ValueTask DisposeAsync()
    {
        await fleet.DisposeAsync();
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task One_frame_needs_no_terminal_and_has_no_colours_without_one()
    {
        CommandRun once = await CommandRun.OfAsync(fleet, "top", "--once");
        CommandRun live = await CommandRun.OfAsync(fleet, "top");

        Assert.Equal(0, once.ExitCode);
        foreach (string part in (string[])["1/1 nodes online", "node-a", "pool-a", "fake-model", "QUEUE", "TOK/S"])
            Assert.Contains(part, once.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', once.Output);
        Assert.Equal(2, live.ExitCode);
        Assert.Contains("--once", live.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("q")]
    [InlineData("\u0003")]
    public async Task A_key_leaves_the_live_screen_as_it_was_before(string key)
    {
        await using var terminal = PseudoTerminal.Start(80, 24, $"top --url {fleet.Url}");
        await terminal.ShowsAsync("pool-a");

        await terminal.TypeAsync(key);

        Assert.Equal(0, await terminal.ExitCodeAsync());
        Assert.Contains(Entered, terminal.Seen, StringComparison.Ordinal);
        Assert.EndsWith(Left, terminal.Seen.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frame_fits_its_window_in_lines_and_columns_and_keeps_to_no_color()
    {
        await using var terminal = PseudoTerminal.Start(80, 6, $"top --url {fleet.Url}", ("NO_COLOR", "1"));
        await terminal.ShowsAsync("node-a");

        await terminal.TypeAsync("q");
        await terminal.ExitCodeAsync();

        string first = terminal.Seen.Split("\e[H")[1];
        string[] lines = Style().Replace(first.Split("\e[J")[0], string.Empty).Split('\n');
        Assert.InRange(lines.Length, 1, 6);
        Assert.All(lines, line => Assert.InRange(line.TrimEnd('\r').Length, 0, 80));
        Assert.DoesNotMatch(Colour(), terminal.Seen);
    }

    [GeneratedRegex("\e\\[[0-9;]*[mK]")]
    private static partial Regex Style();

    [GeneratedRegex("\e\\[(3|9|4)[0-9;]+m")]
    private static partial Regex Colour();
}
