using LlamaOrch.Client.Tables;
using Xunit;

namespace LlamaOrch.Client.Tests.Tables;

[Trait("lane", "unit")]
public sealed class FittedTableTests
{
    private static readonly TableColumn[] Columns =
    [
        new("TASK"),
        new("STATE"),
        new("MODEL") { WidthMin = 8, LeftOut = 2 },
        new("TOKENS") { LeftOut = 1 },
        new("NOTE") { WidthMin = 12, LeftOut = 3 },
    ];

    private static readonly string[][] Rows =
    [
        ["0193f0aa77aa7c3e", "completed", "a-model-with-a-long-name", "128", ""],
        ["0193f0aa77aa7c3f", "failed", "tiny", "0", "WORKER_RESET: the engine has ended in the middle of its answer."],
    ];

    [Fact]
    public void What_is_no_window_gets_everything() => Assert.Equal(
        [
            "TASK              STATE      MODEL                     TOKENS  NOTE",
            "0193f0aa77aa7c3e  completed  a-model-with-a-long-name  128",
            "0193f0aa77aa7c3f  failed     tiny                      0       WORKER_RESET: the engine has ended in "
                + "the middle of its answer.",
        ],
        Lines(null));

    [Theory]
    [InlineData(200, "TASK STATE MODEL TOKENS NOTE")]
    [InlineData(80, "TASK STATE MODEL TOKENS NOTE")]
    [InlineData(59, "TASK STATE MODEL TOKENS NOTE")]
    [InlineData(58, "TASK STATE MODEL NOTE")]
    [InlineData(50, "TASK STATE NOTE")]
    [InlineData(40, "TASK STATE")]
    [InlineData(24, "TASK STATE")]
    public void Columns_are_left_out_in_their_order_and_no_line_is_wider_than_the_window(int width, string headings)
    {
        string[] lines = Lines(width);

        Assert.Equal(headings.Split(' '), lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(lines, line => Assert.InRange(CellText.Width(line), 1, width));
        Assert.All(lines.Skip(1), line => Assert.StartsWith("0193", line, StringComparison.Ordinal));
    }

    [Fact]
    public void The_rightmost_columns_are_shortened_first() => Assert.Equal(
        "0193f0aa77aa7c3f  failed     tiny                      0       WORKER_RESET:…", Lines(78)[2]);

    [Fact]
    public void Ids_stay_whole_as_long_as_something_else_can_go() =>
        Assert.StartsWith("0193f0aa77aa7c3e  completed", Lines(27)[1], StringComparison.Ordinal);

    [Fact]
    public void A_column_without_a_word_takes_no_room_in_a_window() => Assert.Equal(
        "TASK              STATE      MODEL                     TOKENS",
        FittedTable.Of(Columns, [Rows[0]], 100).Lines.First());

    [Fact]
    public void Texts_of_others_move_no_cursor_and_wide_signs_count_twice()
    {
        FittedTable table = FittedTable.Of([new("NOTE")], [["a\e[2Jb\nc"], ["日本語の説明"]], 6);

        Assert.Equal(["NOTE", "a [2J…", "日本…"], table.Lines);
    }

    private static string[] Lines(int? width) => [.. FittedTable.Of(Columns, Rows, width).Lines];
}
