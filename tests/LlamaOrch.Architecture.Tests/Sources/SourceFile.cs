using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LlamaOrch.Architecture.Tests.Sources;

/// <summary>One C# file, read and parsed.</summary>
/// <param name="Path">Its path, relative to the root.</param>
/// <param name="Text">Its text.</param>
internal sealed record SourceFile(string Path, string Text)
{
    private readonly Lazy<CompilationUnitSyntax> tree = new(
        () =>
            CSharpSyntaxTree.ParseText(Text, new CSharpParseOptions(LanguageVersion.Preview)).GetCompilationUnitRoot());

    /// <summary>Its syntax.</summary>
    public CompilationUnitSyntax Tree => tree.Value;

    /// <summary>Its lines.</summary>
    public string[] Lines { get; } = Text.TrimEnd('\n').Split('\n');

    /// <summary>The nodes of one kind.</summary>
    public IEnumerable<TNode> Nodes<TNode>() => Tree.DescendantNodes().OfType<TNode>();

    public static SourceFile Read(string path) => new(path, File.ReadAllText(Repository.At(path)));
}
