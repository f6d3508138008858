using LlamaOrch.Ops.Tests.Rules;
using LlamaOrch.Ops.Tests.Tools;
using LlamaOrch.TestKit.Files;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace LlamaOrch.Ops.Tests.Alerts;

public sealed class ManifestTests
{
    [Fact]
    public async Task Manifest_committed_is_the_one_that_the_rules_give()
    {
        using var folder = new TemporaryDirectory();
        string made = folder.File("prometheus-rule.yaml");

        await Tool.SucceedsAsync("bash", "scripts/prometheus-rule", made);

        GeneratedFile.Check(AlertFiles.Manifest, await File.ReadAllTextAsync(made), "scripts/prometheus-rule");
    }

    [Fact]
    public void Manifest_has_the_groups_of_the_rules_as_its_spec()
    {
        YamlMappingNode manifest = Yaml.Load(AlertFiles.Read(AlertFiles.Manifest));

        Assert.Equal("monitoring.coreos.com/v1", manifest.Text("apiVersion"));
        Assert.Equal("PrometheusRule", manifest.Text("kind"));
        Assert.Equal(Yaml.Load(AlertFiles.Read(AlertFiles.Rules)), manifest.Children["spec"]);
    }
}
