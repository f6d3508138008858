using LlamaOrch.TestKit.Monitoring;
using LlamaOrch.TestKit.Processes;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Exposition;

[Trait("lane", "unit")]
public sealed class MetricsReferenceTests
{
    private static readonly string File = Path.Combine(BuiltHost.Root, "docs", "reference", "metrics.md");

    [Theory]
    [InlineData("orchestratord")]
    [InlineData("pool-managerd")]
    [InlineData("orchestratord", "pool-managerd")]
    public void The_reference_has_the_tables_of_the_contract(params string[] daemons)
    {
        string table = ContractTable.Of(daemons);

        Assert.True(
            System.IO.File.ReadAllText(File).Contains(table, StringComparison.Ordinal),
            $"docs/reference/metrics.md is to have this table:\n{table}");
    }

    [Fact]
    public void Every_name_in_the_contract_says_what_its_unit_is_and_none_stands_twice()
    {
        Assert.Equal(
            MetricsContract.All.Count, MetricsContract.All.Select(metric => metric.Name).Distinct().Count());
        Assert.All(MetricsContract.All, metric =>
        {
            if (metric.Kind == "counter")
                Assert.EndsWith("_total", metric.Name, StringComparison.Ordinal);
            if (metric.Unit is "ms" or "bytes")
                Assert.Contains($"_{metric.Unit}", metric.Name, StringComparison.Ordinal);
            if (metric.Unit == "s")
                Assert.EndsWith("_seconds", metric.Name, StringComparison.Ordinal);
        });
    }
}
