using System.Globalization;
using LlamaOrch.Cli.Terminals;
using LlamaOrch.Client.Overview;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LlamaOrch.Cli.Top;

/// <summary>One frame: totals, nodes, queues, pools.</summary>
internal static class TopFrame
{
    /// <summary>Draws it.</summary>
    /// <param name="fleet">The fleet at a glance.</param>
    /// <param name="url">Where it was asked.</param>
    /// <param name="problem">Why this is an old picture; null when it is a new one.</param>
    public static IRenderable Draw(FleetOverview fleet, Uri url, string? problem) => new Rows(
        new Markup($"[bold]llama-orch top[/]  {Markup.Escape(url.ToString().TrimEnd('/'))}"),
        problem is null ? new Text(Totals(fleet)) : new Text(problem, new Style(Color.Red)),
        Text.Empty,
        Nodes(fleet),
        Text.Empty,
        Queues(fleet),
        Text.Empty,
        Pools(fleet));

    private static string Totals(FleetOverview fleet) =>
        $"{fleet.NodesOnline}/{fleet.Nodes.Count} nodes online, {fleet.PoolsReady}/{fleet.Pools.Count} pools ready, "
        + $"{fleet.Waiting} waiting, {Number(fleet.StartsPerSecond)} starts/s, "
        + $"{Number(fleet.TokensPerSecond)} tokens/s";

    private static Table Nodes(FleetOverview fleet) => TableOf(
        ["NODE", "STATE", "POOLS", "SLOTS", "TOK/S", "HEARD"],
        fleet.Nodes.Select(node => (IRenderable[])
        [
            Plain(node.NodeId),
            new Text(TableText.Of(node.State), StyleOf(node.State)),
            new Text($"{node.PoolsReady}/{node.PoolsTotal}"),
            Slots(node.SlotsHeld, node.SlotsTotal),
            new Text(Number(node.TokensPerSecond)),
            new Text(TableText.Ago(node.LastHeard)),
        ]));

    private static Table Queues(FleetOverview fleet) => TableOf(
        ["QUEUE", "WAITING", "INTERACTIVE", "BATCH", "OLDEST"],
        fleet.Queues.Select(queue => (IRenderable[])
        [
            Plain(queue.Model),
            new Text(queue.Waiting.ToString(), queue.Waiting > 0 ? new Style(Color.Yellow) : Style.Plain),
            new Text(queue.Interactive.ToString()),
            new Text(queue.Batch.ToString()),
            new Text(queue is { Waiting: > 0, OldestSeconds: double age } ? $"{age:0} s" : "-"),
        ]));

    private static Table Pools(FleetOverview fleet) => TableOf(
        ["POOL", "MODEL", "STATE", "SLOTS", "TOK/S", "NOTE"],
        fleet.Pools.Select(pool => (IRenderable[])
        [
            Plain(pool.PoolId),
            Plain(pool.Model),
            new Text(TableText.Of(pool.State), StyleOf(pool.State)),
            Slots(pool.SlotsHeld, pool.SlotsTotal),
            new Text(Number(pool.TokensPerSecond)),
            Plain(pool.Note),
        ]));

    private static Table TableOf(string[] headings, IEnumerable<IRenderable[]> rows)
    {
        var table = new Table { Border = TableBorder.None, ShowRowSeparators = false };
        foreach (string heading in headings)
            table.AddColumn(new TableColumn(new Text(heading, new Style(decoration: Decoration.Bold)))
            {
                NoWrap = true,
                Padding = new Padding(0, 0, 2, 0),
            });
        foreach (IRenderable[] row in rows)
            table.AddRow(row);
        return table;
    }

    /// <summary>What does not fit its column is cut: a frame has one line for each thing.</summary>
    private static Text Plain(string text) => new(text) { Overflow = Overflow.Ellipsis };

    private static Markup Slots(int held, int total)
    {
        const int Width = 8;
        int full = total == 0 ? 0 : Math.Clamp((held * Width + total - 1) / total, 0, Width);
        string colour = held >= total && total > 0 ? "yellow" : "green";
        return new Markup(
            $"[{colour}]{new string('█', full)}[/][grey]{new string('░', Width - full)}[/] {held}/{total}");
    }

    private static Style StyleOf(NodeState state) => new(state switch
    {
        NodeState.Online => Color.Green,
        NodeState.Offline => Color.Red,
        _ => Color.Yellow,
    });

    private static Style StyleOf(PoolState state) => new(state switch
    {
        PoolState.Ready => Color.Green,
        PoolState.Failed or PoolState.Offline => Color.Red,
        _ => Color.Yellow,
    });

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
