using LlamaOrch.Ops.Tests.Rules;
using Xunit;

namespace LlamaOrch.Ops.Tests.Documents;

public sealed class RunbookQueryTests
{
    [Fact]
    public void Queries_name_only_series_that_a_daemon_exposes_or_a_rule_records()
    {
        string[] queries = [.. RunbookPage.Blocks.SelectMany(RunbookPage.Queries)];

        Assert.NotEmpty(queries);
        Assert.All(queries, query => Assert.Empty(KnownSeries.Unknown(query)));
    }
}
