using LlamaOrch.Architecture.Tests.Sources;
using Xunit;

namespace LlamaOrch.Architecture.Tests.Rules;

public sealed class ProjectArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["LlamaOrch.Contracts"] = [],
        ["LlamaOrch.Core"] = ["LlamaOrch.Contracts"],
        ["LlamaOrch.Hosting"] = ["LlamaOrch.Contracts"],
        ["LlamaOrch.Storage"] = ["LlamaOrch.Core"],
        ["LlamaOrch.Storage.Sqlite"] = ["LlamaOrch.Core", "LlamaOrch.Storage"],
        ["LlamaOrch.Storage.Postgres"] = ["LlamaOrch.Core", "LlamaOrch.Storage"],
        ["LlamaOrch.Orchestrator"] =
        [
            "LlamaOrch.Core", "LlamaOrch.Hosting", "LlamaOrch.Storage.Sqlite", "LlamaOrch.Storage.Postgres",
        ],
        ["LlamaOrch.PoolManager"] = ["LlamaOrch.Hosting"],
        ["LlamaOrch.LlamaCpp"] = ["LlamaOrch.Contracts"],
        ["LlamaOrch.Client"] = ["LlamaOrch.Contracts"],
    };

    [Fact]
    public void Every_project_of_src_references_only_what_the_design_allows() => Violations.None(
        "A reference that the design does not have:",
        from project in Repository.Projects
        where project.Folder.StartsWith("src/", StringComparison.Ordinal)
        from reference in project.References
        where !Allowed.GetValueOrDefault(project.Name, []).Contains(reference)
        select $"{project.Name} → {reference}");

    [Fact]
    public void Every_project_of_src_is_in_the_list() => Assert.Equal(
        Allowed.Keys.Order(),
        Repository.Projects.Where(
            p => p.Folder.StartsWith("src/", StringComparison.Ordinal)).Select(p => p.Name).Order());

    [Fact]
    public void Nobody_uses_the_code_of_a_host() => Violations.None(
        "Hosts are programs; what others need lives in src:",
        from project in Repository.Projects
        from reference in project.References
        where Repository.Projects.Any(p => p.Name == reference
            && p.Folder.StartsWith("hosts/", StringComparison.Ordinal))
        select $"{project.Name} → {reference}");

    [Fact]
    public void Nothing_of_src_uses_tests_bench_or_tools() => Violations.None(
        "Products know nothing of how they are tested:",
        from project in Repository.Projects
        where project.Folder.StartsWith("src/", StringComparison.Ordinal)
            || project.Folder.StartsWith("hosts/", StringComparison.Ordinal)
        from reference in project.References
        let target = Repository.Projects.Single(p => p.Name == reference)
        where !target.Folder.StartsWith("src/", StringComparison.Ordinal)
        select $"{project.Name} → {reference}");
}
