using Xunit;

namespace LlamaOrch.Ops.Tests.Rules;

public sealed class RuleExpressionTests
{
    [Fact]
    public void Series_of_an_expression_are_found_without_functions_labels_and_words() => Assert.Equal(
        ["pool_restarts_total", "pool_ready", "cluster:queue_depth:sum"],
        RuleExpression.Series(
            """
            sum by (cluster, pool_id) (increase(pool_restarts_total{outcome!="a{b",device="none"}[10m])) >= 3e2
            and on (cluster, pool_id) pool_ready or 0.5 * cluster:queue_depth:sum offset 5m
            """));

    [Fact]
    public void Labels_of_an_expression_are_found_in_matchers_and_lists() => Assert.Equal(
        ["outcome", "device", "cluster", "pool_id"],
        RuleExpression.Labels(
            """sum by (cluster, pool_id) (rate(pool_ready{outcome!="x=y",device=~"a|b"}[1m])) and on (cluster) up"""));
}
