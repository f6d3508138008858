using LlamaOrch.Hosting.Logging;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Waiting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Logging;

[Trait("lane", "unit")]
public sealed class LogConfigWatchTests
{
    [Fact]
    public async Task A_changed_file_is_taken_and_a_bad_one_changes_nothing()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.File("log.json");
        await File.WriteAllTextAsync(file, "{}");
        var policy = new LogPolicy(new LogSettings());
        var logger = new Said();
        var time = new FakeTimeProvider();
        var config = new LogConfig("json", new LogSettings(), file);
        config.Read();
        using var watch = new LogConfigWatch(config, policy, time, logger);
        await watch.StartAsync(CancellationToken.None);

        await File.WriteAllTextAsync(file, """{"level":"debug"}""");
        await HoldsAsync(time, () => policy.Current.Level == LogLevel.Debug);

        await File.WriteAllTextAsync(file, """{"level":"loud"}""");
        await HoldsAsync(time, () => logger.Events.Contains("log_settings_kept"));
        Assert.Equal(LogLevel.Debug, policy.Current.Level);

        File.Delete(file);
        time.Advance(LogConfigWatch.Interval);
        await File.WriteAllTextAsync(file, """{"sampling":0.5}""");
        await HoldsAsync(time, () => policy.Current.Sampling == 0.5);
        Assert.Equal(LogLevel.Information, policy.Current.Level);
        await watch.StopAsync(CancellationToken.None);
    }

    private static Task HoldsAsync(FakeTimeProvider time, Func<bool> condition) =>
        Eventually.HoldsAsync("the file to be seen", () =>
        {
            time.Advance(LogConfigWatch.Interval);
            return condition();
        });

    private sealed class Said : ILogger<LogConfigWatch>
    {
        private readonly List<string> events = [];

        public IReadOnlyList<string> Events
        {
            get
            {
                lock (events)
                    return [.. events];
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            lock (events)
                events.Add(eventId.Name!);
        }
    }
}
