using System.Globalization;
using LlamaOrch.Cli.Terminals;
using LlamaOrch.Client.Overview;
using LlamaOrch.Client.Tables;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using Spectre.Console;
using Spectre.Console.Rendering;
using TableColumn = LlamaOrch.Client.Tables.TableColumn;

namespace LlamaOrch.Cli.Top;

/// <summary>One frame: totals, nodes, queues, pools.</summary>
internal static class TopFrame
{
    private static readonly Style Busy = new(Color.Yellow);
    private static readonly Style Bold = new(decoration: Decoration.Bold);

    // Below this a bar takes room that names need more.
    private const int BarColumnsMin = 90;

    private static readonly TableColumn[] NodeColumns =
    [
        new("NODE") { WidthMin = 12 },
        new("STATE"),
        new("POOLS"),
        new("SLOTS"),
        new("TOK/S") { LeftOut = 1 },
        new("HEARD") { LeftOut = 2 },
    ];

    private static readonly TableColumn[] QueueColumns =
    [
        new("QUEUE") { WidthMin = 12 },
        new("WAITING"),
        new("INTERACTIVE") { LeftOut = 2 },
        new("BATCH") { LeftOut = 1 },
        new("OLDEST"),
    ];

    private static readonly TableColumn[] PoolColumns =
    [
        new("POOL") { WidthMin = 12 },
        new("NODE") { WidthMin = 8, LeftOut = 2 },
        new("MODEL") { WidthMin = 10, LeftOut = 3 },
        new("STATE"),
        new("SLOTS"),
        new("TOK/S") { LeftOut = 1 },
        new("NOTE") { WidthMin = 16, LeftOut = 4 },
    ];

    /// <summary>Draws it.</summary>
    /// <param name="fleet">The fleet at a glance.</param>
    /// <param name="url">Where it was asked.</param>
    /// <param name="problem">Why this is an old picture; null when it is a new one.</param>
    /// <param name="columns">Cells of the window; null where there is none: then nothing is cut.</param>
    public static IRenderable Draw(FleetOverview fleet, Uri url, string? problem, int? columns)
    {
        bool hasBars = columns is null or >= BarColumnsMin;
        return new Rows(
            new Markup($"[bold]llama-orch top[/]  {Markup.Escape(url.ToString().TrimEnd('/'))}"),
            problem is null ? new Text(Totals(fleet)) : new Text(problem, new Style(Color.Red)),
            Text.Empty,
            Nodes(fleet, columns, hasBars),
            Text.Empty,
            Queues(fleet, columns),
            Text.Empty,
            Pools(fleet, columns, hasBars));
    }

    private static string Totals(FleetOverview fleet) =>
        $"{fleet.NodesOnline}/{fleet.Nodes.Count} nodes online, {fleet.PoolsReady}/{fleet.Pools.Count} pools ready, "
        + $"{fleet.Waiting} waiting, {Number(fleet.StartsPerSecond)} starts/s, "
        + $"{Number(fleet.TokensPerSecond)} tokens/s";

    private static Table Nodes(FleetOverview fleet, int? columns, bool hasBars) => TableOf(
        NodeColumns,
        columns,
        fleet.Nodes.Select(node => (TopCell[])
        [
            new(node.NodeId),
            new(TableText.Of(node.State), StyleOf(node.State)),
            new($"{node.PoolsReady}/{node.PoolsTotal}"),
            Slots(node.SlotsHeld, node.SlotsTotal, hasBars),
            new(Number(node.TokensPerSecond)),
            new(TableText.Ago(node.LastHeard)),
        ]));

    private static Table Queues(FleetOverview fleet, int? columns) => TableOf(
        QueueColumns,
        columns,
        fleet.Queues.Select(queue => (TopCell[])
        [
            new(queue.Model),
            new(queue.Waiting.ToString(), queue.Waiting > 0 ? Busy : Style.Plain),
            new(queue.Interactive.ToString()),
            new(queue.Batch.ToString()),
            new(queue is { Waiting: > 0, OldestSeconds: double age } ? $"{age:0} s" : "-"),
        ]));

    private static Table Pools(FleetOverview fleet, int? columns, bool hasBars) => TableOf(
        PoolColumns,
        columns,
        fleet.Pools.Select(pool => (TopCell[])
        [
            new(pool.PoolId),
            new(pool.NodeId),
            new(pool.Model),
            new(TableText.Of(pool.State), StyleOf(pool.State)),
            Slots(pool.SlotsHeld, pool.SlotsTotal, hasBars),
            new(Number(pool.TokensPerSecond)),
            new(pool.Note),
        ]));

    private static Table TableOf(TableColumn[] headings, int? width, IEnumerable<TopCell[]> rows)
    {
        TopCell[][] cells = [.. rows];
        var fitted = FittedTable.Of(headings, cells.Select(row => row.Select(cell => cell.Text).ToArray()), width);
        var table = new Table { Border = TableBorder.None, ShowRowSeparators = false };
        foreach ((string heading, int place) in fitted.Headings.Select((heading, place) => (heading, place)))
            table.AddColumn(new Spectre.Console.TableColumn(new Text(heading, Bold))
            {
                NoWrap = true,
                Width = fitted.Widths[place],
                Padding = new Padding(0, 0, place == fitted.Columns.Count - 1 ? 0 : 2, 0),
            });
        foreach ((IReadOnlyList<string> row, TopCell[] cell) in fitted.Rows.Zip(cells))
            table.AddRow(row.Select((text, place) => new Text(text, cell[fitted.Columns[place]].Style)));
        return table;
    }

    private static TopCell Slots(int held, int total, bool hasBar)
    {
        const int Width = 8;
        if (total == 0)
            return new TopCell("-");
        int full = Math.Clamp((held * Width + total - 1) / total, 0, Width);
        string bar = hasBar ? $"{new string('█', full)}{new string('░', Width - full)} " : string.Empty;
        return new TopCell($"{bar}{held}/{total}", new Style(held >= total ? Color.Yellow : Color.Green));
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
