using LlamaOrch.Hosting.Exposition;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Exposition;

[Trait("lane", "unit")]
public sealed class AcceptedFormatTests
{
    [Theory]
    [InlineData("", false)]
    [InlineData("*/*", false)]
    [InlineData("text/plain", false)]
    [InlineData("application/openmetrics-text", true)]
    [InlineData("application/openmetrics-text; version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1", true)]
    [InlineData("application/openmetrics-text;q=0.2,text/plain;q=0.9", false)]
    [InlineData("application/openmetrics-text;q=0", false)]
    [InlineData("not a media type", false)]
    public void Open_metrics_is_for_those_who_prefer_it(string accept, bool openMetrics) =>
        Assert.Equal(openMetrics, AcceptedFormat.IsOpenMetrics(accept));

    [Theory]
    [InlineData("", false)]
    [InlineData("gzip", true)]
    [InlineData("GZIP", true)]
    [InlineData("deflate, gzip;q=0.5", true)]
    [InlineData("br", false)]
    [InlineData("*", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("gzip;q=0, *", false)]
    [InlineData("identity", false)]
    [InlineData("not, an; encoding", false)]
    public void Gzip_is_for_those_who_take_it(string accept, bool gzip) =>
        Assert.Equal(gzip, AcceptedFormat.IsGzip(accept));
}
