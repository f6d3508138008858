using LlamaOrch.Architecture.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace LlamaOrch.Architecture.Tests.Rules;

public sealed class NamespaceTests
{
    [Theory]
    [InlineData("src/LlamaOrch.Core", "Orleans")]
    [InlineData("src/LlamaOrch.Core", "Microsoft.AspNetCore")]
    [InlineData("src/LlamaOrch.Core", "Microsoft.Extensions")]
    [InlineData("src/LlamaOrch.Core", "Npgsql")]
    [InlineData("src/LlamaOrch.Core", "Prometheus")]
    [InlineData("src/LlamaOrch.Core", "System.Net.Http")]
    [InlineData("src/LlamaOrch.Core", "System.IO")]
    [InlineData("src/LlamaOrch.Core", "System.Diagnostics")]
    [InlineData("src/LlamaOrch.Storage", "Orleans")]
    [InlineData("src/LlamaOrch.Storage", "Microsoft")]
    [InlineData("src/LlamaOrch.Storage", "Npgsql")]
    [InlineData("src/LlamaOrch.Storage.Sqlite", "Orleans")]
    [InlineData("src/LlamaOrch.Storage.Sqlite", "Microsoft.AspNetCore")]
    [InlineData("src/LlamaOrch.Storage.Postgres", "Orleans")]
    [InlineData("src/LlamaOrch.Storage.Postgres", "Microsoft")]
    [InlineData("src/LlamaOrch.Orchestrator", "Npgsql")]
    [InlineData("src/LlamaOrch.Orchestrator", "Microsoft.Data.Sqlite")]
    [InlineData("src/LlamaOrch.Contracts", "Microsoft")]
    [InlineData("src/LlamaOrch.Contracts", "Orleans")]
    [InlineData("src/LlamaOrch.Hosting", "Orleans")]
    [InlineData("src/LlamaOrch.PoolManager", "Orleans")]
    [InlineData("src/LlamaOrch.LlamaCpp", "LlamaOrch.Hosting")]
    [InlineData("src/LlamaOrch.Client", "Microsoft.AspNetCore")]
    public void A_project_does_not_know(string project, string forbidden) => Violations.None(
        $"{project} must not know {forbidden}:",
        from source in Repository.SourcesIn(project)
        from name in NamesIn(source)
        where name == forbidden || name.StartsWith(forbidden + ".", StringComparison.Ordinal)
        select $"{source.Path}: {name}");

    [Fact]
    public void The_domain_has_no_async_code() => Violations.None(
        "Core decides; it does not wait:",
        from source in Repository.SourcesIn("src/LlamaOrch.Core")
        where source.Tree.DescendantTokens().Any(token => token.IsKind(SyntaxKind.AsyncKeyword))
            || source.Nodes<AwaitExpressionSyntax>().Any()
        select source.Path);

    [Fact]
    public void The_domain_names_what_it_must_not_call_and_the_list_is_wired()
    {
        ProjectFile core = Repository.Projects.Single(project => project.Name == "LlamaOrch.Core");
        string[] banned = File.ReadAllLines(Repository.At("src/LlamaOrch.Core/BannedSymbols.txt"));

        Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", core.Packages);
        Assert.Contains(
            core.Xml.Descendants("AdditionalFiles"), file => (string?)file.Attribute("Include") == "BannedSymbols.txt");
        foreach (string symbol in (string[])
            ["P:System.DateTime.UtcNow", "P:System.DateTimeOffset.UtcNow", "P:System.Random.Shared",
                "M:System.Guid.NewGuid",
            "P:System.TimeProvider.System", "T:System.Diagnostics.Stopwatch"])
            Assert.Contains(banned, line => line.StartsWith(symbol + ";", StringComparison.Ordinal));
    }

    [Fact]
    public void A_namespace_is_the_folder_that_its_file_lies_in() => Violations.None(
        "Namespace and folder differ:",
        from project in Repository.Projects
        where project.Folder.StartsWith("src/", StringComparison.Ordinal)
        from source in Repository.SourcesIn(project.Folder)
        from declared in source.Nodes<BaseNamespaceDeclarationSyntax>()
        let folder = source.Path[project.Folder.Length..source.Path.LastIndexOf('/')]
        let expected = project.Name + folder.Replace('/', '.')
        where declared.Name.ToString() != expected
        select $"{source.Path}: {declared.Name}, not {expected}");

    private static IEnumerable<string> NamesIn(SourceFile source) =>
    [
        .. source.Nodes<UsingDirectiveSyntax>().Select(use => use.NamespaceOrType.ToString()),
        .. source.Nodes<QualifiedNameSyntax>().Select(name => name.ToString()),
        .. source.Nodes<MemberAccessExpressionSyntax>().Select(access => access.ToString()),
    ];
}
