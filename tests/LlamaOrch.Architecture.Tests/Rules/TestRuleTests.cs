using LlamaOrch.Architecture.Tests.Sources;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace LlamaOrch.Architecture.Tests.Rules;

public sealed class TestRuleTests
{
    private static readonly string[] Lanes = ["unit", "integration", "cluster", "ops", "browser"];
    private static readonly string[] Sleeps = ["Thread.Sleep", "Task.Delay", "Thread.SpinWait", "SpinWait.SpinUntil"];

    [Fact]
    public void No_test_sleeps() => Violations.None(
        "Wait on a condition with a deadline (Eventually), never for a time:",
        from source in Repository.SourcesIn("tests")
        from call in source.Nodes<MemberAccessExpressionSyntax>()
        where Sleeps.Any(sleep => call.ToString().EndsWith(sleep, StringComparison.Ordinal))
        select $"{source.Path}: {call}");

    [Fact]
    public void No_test_is_skipped() => Violations.None(
        "A test runs or does not exist:",
        from source in Repository.SourcesIn("tests")
        from argument in source.Nodes<AttributeArgumentSyntax>()
        where argument.NameEquals?.Name.Identifier.Text is "Skip" or "SkipWhen" or "SkipUnless" or "Explicit"
        select $"{source.Path}: {argument}");

    [Fact]
    public void Every_test_is_in_exactly_one_lane() => Violations.None(
        $"A lane out of {string.Join(", ", Lanes)}, on the class or on the assembly:",
        from project in Repository.Projects
        where project.Folder.StartsWith("tests/", StringComparison.Ordinal)
        let sources = Repository.SourcesIn(project.Folder).ToArray()
        let ofAll = sources.SelectMany(source => source.Tree.AttributeLists).SelectMany(LanesOf).ToArray()
        from source in sources
        from type in source.Nodes<ClassDeclarationSyntax>()
        where type.Members.OfType<MethodDeclarationSyntax>().Any(IsTest)
        let lanes = (string[])[.. ofAll, .. type.AttributeLists.SelectMany(LanesOf)]
        where lanes.Length != 1 || !Lanes.Contains(lanes[0])
        select $"{source.Path}: {string.Join(", ", lanes)}");

    [Fact]
    public void Tests_are_named_as_phrases() => Violations.None(
        "Subject_condition_result, readable as a phrase:",
        from source in Repository.SourcesIn("tests")
        from method in source.Nodes<MethodDeclarationSyntax>()
        where IsTest(method) && method.Identifier.Text.Count(letter => letter == '_') < 2
        select $"{source.Path}: {method.Identifier.Text}");

    private static bool IsTest(MethodDeclarationSyntax method) => method.AttributeLists
        .SelectMany(list => list.Attributes)
        .Any(attribute => attribute.Name.ToString() is "Fact" or "Theory");

    private static IEnumerable<string> LanesOf(AttributeListSyntax list) =>
        from attribute in list.Attributes
        let arguments = attribute.ArgumentList?.Arguments
        where attribute.Name.ToString() is "Trait" && arguments?.Count == 2
            && arguments.Value[0].ToString().Trim('"') == "lane"
        select arguments.Value[1].ToString().Trim('"');
}
