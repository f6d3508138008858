using System.Xml.Linq;
using LlamaOrch.Architecture.Tests.Sources;
using Xunit;

namespace LlamaOrch.Architecture.Tests.Rules;

public sealed class HouseTests
{
    private const int ProgramLinesMax = 25;

    [Fact]
    public void A_program_is_at_most_25_lines() => Violations.None(
        "Behind a program stand features:",
        from source in Repository.SourcesIn("hosts")
        where source.Path.EndsWith("/Program.cs", StringComparison.Ordinal) && source.Lines.Length > ProgramLinesMax
        select $"{source.Path}: {source.Lines.Length}");

    [Fact]
    public void The_solution_has_every_project_and_no_other()
    {
        IEnumerable<string> listed = XElement.Load(Repository.At("LlamaOrch.slnx"))
            .Descendants("Project").Select(project => (string)project.Attribute("Path")!);

        Assert.Equal(Repository.Projects.Select(project => project.Path).Order(), listed.Order());
    }

    [Fact]
    public void Every_project_has_its_lock_file_committed()
    {
        HashSet<string> committed = [.. Repository.Git("ls-files", "*packages.lock.json")];

        Violations.None(
            "Without a lock file, a build is not the same build tomorrow:",
            Repository.Projects.Select(
                project => $"{project.Folder}/packages.lock.json").Where(path => !committed.Contains(path)));
    }

    [Fact]
    public void Versions_of_packages_stand_in_one_place_alone() => Violations.None(
        "A version outside Directory.Packages.props:",
        from project in Repository.Projects
        from package in project.Xml.Descendants("PackageReference")
        where package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null
        select $"{project.Path}: {package}");

    [Fact]
    public void No_project_leaves_the_rules_of_all() => Violations.None(
        "Set once for all, in Directory.Build.props:",
        from project in Repository.Projects
        from property in project.Xml.Elements("PropertyGroup").Elements()
        where property.Name.LocalName is "Nullable" or "TreatWarningsAsErrors" or "AnalysisLevel" or "TargetFramework"
            or "LangVersion" or "NoWarn" or "WarningsNotAsErrors"
        select $"{project.Path}: {property}");

    [Fact]
    public void No_file_names_the_address_of_a_package_registry() => Violations.None(
        "Packages come through their clients, by name:",
        from path in Repository.Paths
        where !path.EndsWith(".gguf", StringComparison.Ordinal)
            && !path.EndsWith("packages.lock.json", StringComparison.Ordinal)
        let text = File.ReadAllText(Repository.At(path))
        where Registries.Any(registry => text.Contains(registry, StringComparison.OrdinalIgnoreCase))
        select path);

    // In two parts, or this file would be its own first finding.
    private static string[] Registries { get; } =
        ["registry.npmjs" + ".org", "api.nuget" + ".org", "nuget.org" + "/v3", "pypi" + ".org", "files.python"
            + "hosted.org"];
}
