using System.Text.Json;
using System.Text.RegularExpressions;
using k8s;
using LlamaOrch.Ops.Tests.Rules;
using LlamaOrch.Ops.Tests.Tools;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Processes;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace LlamaOrch.Ops.Tests.Deploy;

public sealed partial class MonitoringFilesTests
{
    private const string Compose = "deploy/compose/monitoring.yaml";
    private const string ComposePrometheus = "deploy/monitoring/prometheus/prometheus.compose.yml";
    private const string DataSources = "deploy/monitoring/grafana/provisioning/datasources/llama-orch.yaml";
    private const string Dashboards = "deploy/monitoring/grafana/provisioning/dashboards/llama-orch.yaml";
    private const string Kubernetes = "deploy/kubernetes/monitoring";

    private static readonly string[] Jobs = ["orchestratord", "pool-managerd"];

    [Fact]
    public async Task Compose_file_is_what_the_specification_says() => await Tool.SucceedsAsync(
        "node", AlertFiles.At("tests/LlamaOrch.Ops.Tests/Deploy/node/check-compose.mjs"), AlertFiles.At(Compose));

    [Fact]
    public void Compose_file_mounts_what_is_in_this_repository()
    {
        string folder = Path.GetDirectoryName(AlertFiles.At(Compose))!;

        string[] missing =
        [
            .. Services().SelectMany(service => service.Texts("volumes"))
                .Select(volume => volume.Split(':')[0])
                .Where(source => source.StartsWith('.') && !Path.Exists(Path.Combine(folder, source))),
        ];

        Assert.Empty(missing);
    }

    [Fact]
    public void Compose_file_names_exact_versions() =>
        Assert.All(Services(), service => Assert.Matches(@":v?\d+\.\d+\.\d+$", service.Text("image")));

    [Fact]
    public void Compose_file_publishes_nothing_but_spans_beyond_loopback() => Assert.Equal(
        ["4317:4317", "4318:4318"],
        Services().SelectMany(service => service.Texts("ports"))
            .Where(port => !port.StartsWith("127.0.0.1:", StringComparison.Ordinal)));

    [Theory]
    [InlineData(AlertFiles.Prometheus)]
    [InlineData(ComposePrometheus)]
    public void Prometheus_scrapes_the_jobs_that_the_rules_select(string file) => Assert.Equal(
        Jobs, Yaml.Load(AlertFiles.Read(file)).List("scrape_configs").Select(scrape => scrape.Text("job_name")));

    [Fact]
    public async Task Prometheus_takes_the_configuration_of_the_compose_file_and_its_rules()
    {
        using var folder = new TemporaryDirectory();
        string config = folder.File("prometheus.yml");
        File.WriteAllText(config, AlertFiles.Read(ComposePrometheus).Replace(
            "/etc/prometheus/rules/cloud_profile.yml", AlertFiles.At(AlertFiles.Rules), StringComparison.Ordinal));

        string said = await Tool.SucceedsAsync("promtool", "check", "config", config);

        Assert.Contains("1 rule files found", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_sources_lead_only_to_each_other()
    {
        string text = AlertFiles.Read(DataSources);
        string[] known = [.. Yaml.Load(text).List("datasources").Select(source => source.Text("uid"))];

        Assert.All(DataSourceUid().Matches(text), found => Assert.Contains(found.Groups[1].Value, known));
    }

    [Fact]
    public void Compose_file_gives_grafana_every_address_that_its_data_sources_ask_for()
    {
        IReadOnlyDictionary<string, string> given = Service("grafana").Map("environment");

        Assert.All(
            Yaml.Load(AlertFiles.Read(DataSources)).List("datasources"),
            source => Assert.Contains(source.Text("url").Trim('$', '{', '}'), given.Keys));
    }

    [Fact]
    public void Grafana_finds_the_dashboards_where_the_compose_file_puts_them()
    {
        string path = Yaml.Load(AlertFiles.Read(Dashboards)).List("providers").Single().Map("options")["path"];

        Assert.Contains($"../../ci/dashboards:{path}:ro", Service("grafana").Texts("volumes"));
    }

    [Fact]
    public void Line_of_a_log_leads_to_its_trace()
    {
        string line = AlertFiles.Read("docs/reference/logs.md").Split('\n')
            .First(each => each.StartsWith("{\"timestamp\"", StringComparison.Ordinal));
        YamlMappingNode loki = Yaml.Load(AlertFiles.Read(DataSources)).List("datasources")
            .Single(source => source.Text("uid") == "loki");
        string pattern = ((YamlMappingNode)loki.Children["jsonData"]).List("derivedFields").Single()
            .Text("matcherRegex");

        using JsonDocument parsed = JsonDocument.Parse(line);
        Assert.Equal(
            parsed.RootElement.GetProperty("trace_id").GetString(), Regex.Match(line, pattern).Groups[1].Value);
    }

    [Theory]
    [InlineData("loki.yaml")]
    [InlineData("tempo.yaml")]
    public void Manifest_is_what_Kubernetes_takes(string file)
    {
        List<object> objects = KubernetesYaml.LoadAllFromString(
            AlertFiles.Read($"{Kubernetes}/{file}"), strict: true);

        Assert.Equal(2, objects.Count);
    }

    [Fact]
    public void Pods_are_scraped_as_the_jobs_that_the_rules_select()
    {
        var stream = new YamlStream();
        using var reader = new StringReader(AlertFiles.Read($"{Kubernetes}/pod-monitors.yaml"));
        stream.Load(reader);

        Assert.Equal(Jobs, stream.Documents.Select(document => SelectedName((YamlMappingNode)document.RootNode)));

        static string SelectedName(YamlMappingNode monitor)
        {
            var spec = (YamlMappingNode)monitor.Children["spec"];
            Assert.Equal("app.kubernetes.io/name", spec.Text("jobLabel"));
            return ((YamlMappingNode)spec.Children["selector"]).Map("matchLabels")["app.kubernetes.io/name"];
        }
    }

    [Fact]
    public void Guide_names_every_file()
    {
        string guide = AlertFiles.Read("docs/guides/monitoring.md");
        IEnumerable<string> files = ((string[])["deploy/monitoring", "deploy/compose", Kubernetes])
            .SelectMany(folder => Directory.GetFiles(AlertFiles.At(folder), "*", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(BuiltHost.Root, path));

        Assert.All(files, file => Assert.Contains(file, guide, StringComparison.Ordinal));
    }

    private static IEnumerable<YamlMappingNode> Services() =>
        ((YamlMappingNode)Yaml.Load(AlertFiles.Read(Compose)).Children["services"]).Children.Values
            .Cast<YamlMappingNode>();

    private static YamlMappingNode Service(string name) =>
        (YamlMappingNode)((YamlMappingNode)Yaml.Load(AlertFiles.Read(Compose)).Children["services"]).Children[name];

    [GeneratedRegex(@"datasourceUid: (\S+)")]
    private static partial Regex DataSourceUid();
}
