using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Exposition;
using LlamaOrch.TestKit.Scraping;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Exposition;

[Trait("lane", "unit")]
public sealed class MetricRegistryTests
{
    private readonly MetricRegistry registry = new();

    [Fact]
    public void Counters_gauges_and_histograms_are_exposed_as_Prometheus_reads_them()
    {
        registry.CreateCounter("b_total", "Things.", "kind").WithLabels("x").Inc(3);
        registry.CreateGauge("a", "A level.").WithLabels().Set(0.25);
        registry.CreateHistogram("c_ms", "Times.", [1, 2.5], "pool").WithLabels("p").Observe(2.5);

        Assert.Equal(
            """
            # HELP a A level.
            # TYPE a gauge
            a 0.25
            # HELP b_total Things.
            # TYPE b_total counter
            b_total{kind="x"} 3
            # HELP c_ms Times.
            # TYPE c_ms histogram
            c_ms_bucket{pool="p",le="1"} 0
            c_ms_bucket{pool="p",le="2.5"} 1
            c_ms_bucket{pool="p",le="+Inf"} 1
            c_ms_sum{pool="p"} 2.5
            c_ms_count{pool="p"} 1

            """,
            Text());
    }

    [Fact]
    public void Open_metrics_names_counters_without_their_suffix_and_has_an_end()
    {
        registry.CreateCounter("b_total", "Things.").WithLabels().Inc();

        Assert.Equal(
            "# HELP b Things.\n# TYPE b counter\nb_total 1\n# EOF\n", registry.Collect(openMetrics: true).ToString());
    }

    [Fact]
    public void Open_metrics_shows_the_trace_of_a_bucket_and_the_older_format_does_not()
    {
        HistogramSeries series = registry.CreateHistogram("c_ms", "Times.", [1, 2.5], "pool").WithLabels("p");
        series.Observe(0.5, TraceParent.Parse($"00-{new string('a', 32)}-b7ad6b7169203331-01"));
        series.Observe(2, TraceParent.Parse($"00-{new string('b', 32)}-b7ad6b7169203331-00"));

        Assert.Equal(
            $$"""
            # HELP c_ms Times.
            # TYPE c_ms histogram
            c_ms_bucket{pool="p",le="1"} 1 # {trace_id="{{new string('a', 32)}}"} 0.5
            c_ms_bucket{pool="p",le="2.5"} 2
            c_ms_bucket{pool="p",le="+Inf"} 2
            c_ms_sum{pool="p"} 2.5
            c_ms_count{pool="p"} 2
            # EOF

            """,
            registry.Collect(openMetrics: true).ToString());
        Assert.DoesNotContain("trace_id", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_observation_is_in_one_bucket_and_in_all_larger_ones_and_is_counted_once()
    {
        HistogramSeries series = registry.CreateHistogram("h_ms", "Times.", [1, 2, 5, 10]).WithLabels();
        for (int count = 0; count < 1000; count++)
            series.Observe(5);
        series.Observe(11);
        series.Observe(0);

        MetricsScrape scrape = MetricsScrape.Parse(Text());

        Assert.Equal(
            [("1", 1), ("2", 1), ("5", 1001), ("10", 1001), ("+Inf", 1002)],
            scrape.Samples.Where(sample => sample.Name == "h_ms_bucket")
                .Select(sample => (sample.Labels["le"], (int)sample.Value)));
        Assert.Equal(1002, scrape.Sum("h_ms_count"));
        Assert.Equal(5011, scrape.Sum("h_ms_sum"));
        Assert.Equal(1002, series.Count);
    }

    [Fact]
    public void Every_change_is_in_the_next_scrape_and_what_has_not_changed_stays()
    {
        Counter counter = registry.CreateCounter("c_total", "Things.", "kind");
        GaugeSeries gauge = registry.CreateGauge("g", "A level.").WithLabels();
        counter.WithLabels("still").Inc(7);
        for (int round = 1; round <= 3; round++)
        {
            counter.WithLabels("moves").Inc();
            gauge.Set(round * 1000.0);

            MetricsScrape scrape = MetricsScrape.Parse(Text());

            Assert.Equal(round, scrape.Sum("c_total", ("kind", "moves")));
            Assert.Equal(7, scrape.Sum("c_total", ("kind", "still")));
            Assert.Equal(round * 1000.0, scrape.Sum("g"));
        }
    }

    [Fact]
    public void Counts_of_many_threads_are_all_there_while_others_scrape()
    {
        CounterSeries counter = registry.CreateCounter("c_total", "Things.").WithLabels();
        HistogramSeries histogram = registry.CreateHistogram("h_ms", "Times.", [1, 2]).WithLabels();

        Parallel.For(0, 20_000, index =>
        {
            counter.Inc();
            histogram.Observe(index % 3);
            if (index % 100 == 0)
                Text();
        });

        MetricsScrape scrape = MetricsScrape.Parse(Text());
        Assert.Equal(20_000, scrape.Sum("c_total"));
        Assert.Equal(20_000, scrape.Sum("h_ms_count"));
        Assert.Equal(20_000, scrape.Sum("h_ms_bucket", ("le", "+Inf")));
        Assert.Equal(6667 + 6667, scrape.Sum("h_ms_bucket", ("le", "1")));
    }

    [Theory]
    [InlineData("say \"hi\"")]
    [InlineData("back\\slash")]
    [InlineData("two\nlines")]
    public void Label_values_are_escaped(string value)
    {
        registry.CreateGauge("g", "A level.", "name").WithLabels(value).Set(1);

        Assert.True(MetricsScrape.Parse(Text()).Has("g", ("name", value)));
    }

    [Fact]
    public void A_removed_series_is_gone_and_begins_at_zero_when_it_comes_back()
    {
        Counter counter = registry.CreateCounter("c_total", "Things.", "kind");
        counter.WithLabels("x").Inc();
        counter.RemoveLabelled("x");
        Assert.False(MetricsScrape.Parse(Text()).Has("c_total"));

        counter.WithLabels("x");

        Assert.True(MetricsScrape.Parse(Text()).Has("c_total", ("kind", "x")));
        Assert.Equal(0, MetricsScrape.Parse(Text()).Sum("c_total"));
    }

    [Fact]
    public void What_is_filled_at_the_scrape_is_of_its_moment()
    {
        GaugeSeries gauge = registry.CreateGauge("g", "A level.").WithLabels();
        int asked = 0;
        registry.OnScrape(() => gauge.Set(++asked));

        Text();

        Assert.Equal(2, MetricsScrape.Parse(Text()).Sum("g"));
    }

    [Theory]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(1763900000.125, "1763900000.125")]
    [InlineData(1e300, "1E+300")]
    [InlineData(-3, "-3")]
    [InlineData(0.1, "0.1")]
    public void Numbers_are_written_so_that_they_are_read_back_as_they_were(double value, string text)
    {
        registry.CreateGauge("g", "A level.").WithLabels().Set(value);

        Assert.EndsWith($"\ng {text}\n", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_Prometheus_refuses_and_names_used_twice_are_refused()
    {
        registry.CreateGauge("g", "A level.");

        Assert.Throws<ArgumentException>(() => registry.CreateGauge("g", "Another."));
        Assert.Throws<ArgumentException>(() => registry.CreateGauge("has-dash", "A level."));
        Assert.Throws<ArgumentException>(() => registry.CreateGauge("h", "A level.", "la-bel"));
        Assert.Throws<ArgumentException>(() => registry.CreateHistogram("i", "Times.", [2, 1]));
        Assert.Throws<ArgumentException>(() => registry.CreateGauge("j", "A level.", "one").WithLabels("a", "b"));
    }

    private string Text() => registry.Collect(openMetrics: false).ToString();
}
