using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using LlamaOrch.Core.Placement.Filters;
using LlamaOrch.Core.Placement.Pickers;
using LlamaOrch.Core.Placement.Scorers;
using LlamaOrch.TestKit.Processes;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Placement;

[Trait("lane", "unit")]
public sealed partial class PlacementReadmeTests
{
    private static readonly string Readme =
        File.ReadAllText(Path.Combine(BuiltHost.Root, "src/LlamaOrch.Core/Placement/README.md"));

    [Fact]
    public void Every_filter_has_its_section_and_every_section_its_filter() => Assert.Equal(
        NamesOf<IPlacementFilter>(filter => filter.Name), SectionsOf("Filters"));

    [Fact]
    public void Every_scorer_has_its_section_and_every_section_its_scorer() => Assert.Equal(
        NamesOf<IPlacementScorer>(scorer => scorer.Name), SectionsOf("Scorers"));

    [Fact]
    public void Every_picker_has_its_section_and_every_section_its_picker() => Assert.Equal(
        NamesOf<IPlacementPicker>(picker => picker.Name), SectionsOf("Pickers"));

    // A name is a constant of its class, so no constructor has to run.
    private static IEnumerable<string> NamesOf<TPart>(Func<TPart, string> name) => typeof(TPart).Assembly.GetTypes()
        .Where(type => type.IsClass && typeof(TPart).IsAssignableFrom(type))
        .Select(type => name((TPart)RuntimeHelpers.GetUninitializedObject(type)))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> SectionsOf(string chapter)
    {
        string text = Readme.Split($"\n## {chapter}\n")[1].Split("\n## ")[0];
        return Heading().Matches(text).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal);
    }

    [GeneratedRegex("^### `(?<name>[^`]+)`$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
