using LlamaOrch.Architecture.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace LlamaOrch.Architecture.Tests.Rules;

public sealed class SourceShapeTests(ITestOutputHelper output)
{
    private const int FileLinesMax = 500;
    private const int FileLinesTypicalMax = 180;
    private const int MethodLinesMax = 70;
    private const int LineLengthMax = 120;

    private static readonly string[] VagueFolders = ["Utils", "Utilities", "Helpers", "Shared", "Common", "Manager",
        "Misc"];

    [Fact]
    public void No_file_is_longer_than_500_lines() => Violations.None(
        $"Longer than {FileLinesMax} lines:",
        from source in Repository.Sources
        where source.Lines.Length > FileLinesMax
        select $"{source.Path}: {source.Lines.Length}");

    [Fact]
    public void Nine_of_ten_files_are_shorter_than_180_lines()
    {
        int[] lengths = [.. Repository.Sources.Select(source => source.Lines.Length).Order()];
        int typical = lengths[lengths.Length * 9 / 10];
        output.WriteLine(
            $"{lengths.Length} files, median {lengths[lengths.Length / 2]}, 90th percentile {typical} lines");

        Assert.InRange(typical, 1, FileLinesTypicalMax - 1);
    }

    [Fact]
    public void No_method_has_70_lines() => Violations.None(
        $"Methods of {MethodLinesMax} lines and more:",
        from source in Repository.Sources
        from node in source.Tree.DescendantNodes()
        where node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax
        let lines = LinesOf(node)
        where lines >= MethodLinesMax
        select $"{source.Path}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {lines}");

    [Fact]
    public void No_line_is_longer_than_120_characters() => Violations.None(
        $"Longer than {LineLengthMax} characters:",
        from source in Repository.Sources
        from line in source.Lines.Index()
        where line.Item.Length > LineLengthMax
        select $"{source.Path}:{line.Index + 1}: {line.Item.Length}");

    [Fact]
    public void A_file_has_one_type_of_its_own_name() => Violations.None(
        "One type a file, named as the file:",
        from source in Repository.Sources
        let types = source.Nodes<MemberDeclarationSyntax>()
            .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax
                && member.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax)
            .Select(NameOf)
            .ToArray()
        let file = Path.GetFileNameWithoutExtension(source.Path).Split('.')[0]
        where types.Length > 1 || (types.Length == 1 && types[0] != file)
        select $"{source.Path}: {string.Join(", ", types)}");

    [Fact]
    public void Namespaces_are_file_scoped() => Violations.None(
        "Block-scoped namespaces:",
        Repository.Sources.Where(
            source => source.Nodes<NamespaceDeclarationSyntax>().Any()).Select(source => source.Path));

    [Fact]
    public void No_folder_has_a_name_that_says_nothing() => Violations.None(
        "Name the concept:",
        from path in Repository.Paths
        from folder in path.Split('/')[..^1]
        where VagueFolders.Contains(folder, StringComparer.OrdinalIgnoreCase)
        select path);

    [Fact]
    public void Nothing_is_left_for_later_in_the_code() => Violations.None(
        "Do it or write an issue:",
        from source in Repository.Sources
        from line in source.Lines.Index()
        where Later.Any(word => line.Item.Contains(word, StringComparison.Ordinal))
        select $"{source.Path}:{line.Index + 1}: {line.Item.Trim()}");

    [Fact]
    public void No_warning_is_switched_off_in_the_code() => Violations.None(
        "A smell is mended, not hidden:",
        from source in Repository.Sources
        where source.Lines.Any(line => line.TrimStart().StartsWith("#pragma warning", StringComparison.Ordinal))
        select source.Path);

    // In two parts, or this file would be its own first finding.
    private static string[] Later { get; } = ["TO" + "DO", "FIX" + "ME", "HA" + "CK"];

    private static int LinesOf(SyntaxNode node)
    {
        FileLinePositionSpan span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        _ => string.Empty,
    };
}
