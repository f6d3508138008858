using LlamaOrch.Hosting.Startup;
using LlamaOrch.TestKit.Waiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Startup;

/// <summary>Work that nobody awaits does not fail in silence.</summary>
[Trait("lane", "integration")]
public sealed class UnobservedFailuresTests
{
    [Fact]
    public async Task Background_work_that_fails_is_logged()
    {
        var lines = new SeenLines();
        WebApplicationBuilder builder = DaemonHost.CreateBuilder("LLORCHTEST_", ["--addr=127.0.0.1:0"]);
        builder.Logging.ClearProviders().AddProvider(lines);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        await using WebApplication daemon = builder.Build();
        await daemon.StartAsync(TestContext.Current.CancellationToken);

        await Eventually.HoldsAsync("the failure is logged", () =>
        {
            FailUnseen();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Task.FromResult(lines.Failures.Any(failure => failure.Message == "seen by nobody"));
        });
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void FailUnseen() => _ = Task.FromException(new InvalidOperationException("seen by nobody"));

    private sealed class SeenLines : ILoggerProvider, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<Exception> failures = new();

        public IReadOnlyCollection<Exception> Failures => failures;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name == "background_work_failed" && exception is not null)
                failures.Enqueue(exception);
        }

        public void Dispose()
        {
        }
    }
}
