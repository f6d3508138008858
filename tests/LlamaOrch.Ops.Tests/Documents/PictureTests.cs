using System.Text.RegularExpressions;
using LlamaOrch.TestKit.Monitoring.Dashboards;
using LlamaOrch.TestKit.Processes;
using Xunit;

namespace LlamaOrch.Ops.Tests.Documents;

/// <summary>The pictures of the dashboards, which <c>scripts/dashboard-pictures</c> draws.</summary>
public sealed partial class PictureTests
{
    private const long BytesMax = 1_500_000;

    private static readonly string Guide =
        File.ReadAllText(Path.Combine(BuiltHost.Root, "docs", "guides", "monitoring.md"));

    private static readonly string[] Drawn =
    [
        .. Directory.GetFiles(DashboardFile.PicturesFolder).Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal),
    ];

    private static readonly string[] Rows =
    [
        .. DashboardFile.All.SelectMany(file => file.Rows).Select(row => row.PictureName)
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void Each_row_has_its_picture_and_no_picture_is_of_a_row_that_is_gone() => Assert.Equal(Rows, Drawn);

    [Fact]
    public void The_guide_shows_each_picture_once_and_says_what_is_on_it()
    {
        Match[] shown = [.. Images().Matches(Guide).Cast<Match>()];

        Assert.Equal(Rows, shown.Select(image => image.Groups["file"].Value).Order(StringComparer.Ordinal));
        Assert.All(shown, image => Assert.True(image.Groups["alt"].Length > 20, image.Value));
    }

    [Fact]
    public void Pictures_are_small_enough_for_everybody_who_clones() => Assert.InRange(
        Drawn.Sum(file => new FileInfo(Path.Combine(DashboardFile.PicturesFolder, file)).Length), 1, BytesMax);

    [GeneratedRegex(@"!\[(?<alt>[^\]]*)\]\(\.\./images/(?<file>[^)]+)\)")]
    private static partial Regex Images();
}
