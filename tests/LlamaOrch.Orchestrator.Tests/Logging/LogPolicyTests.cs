using System.Collections.Immutable;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Logging;

[Trait("lane", "unit")]
public sealed class LogPolicyTests
{
    [Fact]
    public void A_change_reaches_loggers_that_exist()
    {
        var policy = new LogPolicy(new LogSettings());
        using ServiceProvider services = Services(policy);
        ILogger ours = services.GetRequiredService<ILoggerFactory>().CreateLogger("LlamaOrch.X");
        ILogger library = services.GetRequiredService<ILoggerFactory>().CreateLogger("Microsoft.X");
        Assert.Equal((false, false), (ours.IsEnabled(LogLevel.Debug), library.IsEnabled(LogLevel.Information)));

        policy.Change(new LogSettings
        {
            Level = LogLevel.Debug,
            Levels = ImmutableSortedDictionary<string, LogLevel>.Empty.Add("Microsoft", LogLevel.Information),
        });
        Assert.Equal((true, true), (ours.IsEnabled(LogLevel.Debug), library.IsEnabled(LogLevel.Information)));

        policy.Change(new LogSettings { Level = LogLevel.Error });
        Assert.Equal((false, false), (ours.IsEnabled(LogLevel.Warning), library.IsEnabled(LogLevel.Information)));
    }

    [Fact]
    public void A_request_that_is_not_sampled_is_logged_only_where_it_goes_wrong()
    {
        var formatter = new JsonLogFormatter(
            new LogIdentity("orchestratord"), new LogPolicy(new LogSettings { Sampling = 0 }), new FakeTimeProvider());
        (string, object?)[] values = [("origin", new RequestOrigin("client-7", default))];

        Assert.Empty(Lines.Write(formatter, "It rains", values));
        Assert.NotEmpty(Lines.Write(formatter, "It rains", values, LogLevel.Warning));
        Assert.NotEmpty(Lines.Write(formatter, "It rains", []));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void About_the_share_of_requests_is_kept(double share)
    {
        int kept = Enumerable.Range(0, 10_000).Count(i => LogSampling.Keeps($"request-{i}", share));

        Assert.InRange(kept, (share - 0.02) * 10_000, (share + 0.02) * 10_000);
    }

    [Fact]
    public void What_a_smaller_share_keeps_a_larger_one_keeps_too() => Assert.All(
        Enumerable.Range(0, 1000).Select(i => $"request-{i}").Where(id => LogSampling.Keeps(id, 0.1)),
        id => Assert.True(LogSampling.Keeps(id, 0.2)));

    // Daemons of different versions agree: see docs/reference/logs.md.
    [Theory]
    [InlineData("client-7", 0.16)]
    [InlineData("019a0c8e5d2f7a3b9c4d5e6f70819293", 0.25)]
    public void Which_are_kept_never_changes(string id, double share)
    {
        Assert.False(LogSampling.Keeps(id, share - 0.01));
        Assert.True(LogSampling.Keeps(id, share));
    }

    private static ServiceProvider Services(LogPolicy policy) => new ServiceCollection()
        .AddLogging(logging => logging.AddFilter("Microsoft", LogLevel.Warning).AddConsole())
        .AddSingleton<IConfigureOptions<LoggerFilterOptions>>(policy)
        .AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(policy)
        .BuildServiceProvider();
}
