using LlamaOrch.Contracts.Processes;
using LlamaOrch.Hosting.Startup;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Startup;

/// <summary>What a daemon's exit code says of the reason for its end.</summary>
[Trait("lane", "integration")]
public sealed class DaemonRunnerTests
{
    [Fact]
    public async Task A_daemon_that_stops_because_a_part_of_it_failed_does_not_exit_with_0() =>
        Assert.Equal((int)ExitCode.Internal, await RunAsync(_ => new FailingPart()));

    [Fact]
    public async Task A_daemon_that_was_told_to_stop_exits_with_0() =>
        Assert.Equal((int)ExitCode.Ok, await RunAsync(services =>
            new StoppingPart(services.GetRequiredService<IHostApplicationLifetime>(), fails: false)));

    [Fact]
    public async Task A_part_that_fails_on_the_way_down_is_not_why_the_daemon_stops() =>
        Assert.Equal((int)ExitCode.Ok, await RunAsync(services =>
            new StoppingPart(services.GetRequiredService<IHostApplicationLifetime>(), fails: true)));

    [Fact]
    public async Task The_reason_is_known_to_whoever_is_told_first_that_the_daemon_stops()
    {
        await using WebApplication app = Builder(_ => new FailingPart()).Build();
        StopReason reason = StopReason.Of(app);
        var seen = new TaskCompletionSource<StartupException?>(TaskCreationOptions.RunContinuationsAsynchronously);
        // Registered last, so called first.
        app.Lifetime.ApplicationStopping.Register(() => seen.SetResult(reason.WhyOf(app)));

        Task starting = app.StartAsync(TestContext.Current.CancellationToken);
        // The part may fail before or after the start has ended.
        await Task.WhenAny(starting);

        Assert.Equal(ExitCode.Internal, (await seen.Task)?.Code);
    }

    private static Task<int> RunAsync(Func<IServiceProvider, BackgroundService> part) => DaemonRunner.RunAsync(
        new DaemonProgram("a-daemon", "Usage: a-daemon", OpenFilesMin: 1),
        [],
        () => Builder(part), builder => builder.Build());

    private static WebApplicationBuilder Builder(Func<IServiceProvider, BackgroundService> part)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Services.AddSingleton<StopReason>();
        builder.Services.AddHostedService(part);
        return builder;
    }

    private sealed class FailingPart : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            throw new InvalidOperationException("a part that failed");
        }
    }

    private sealed class StoppingPart(IHostApplicationLifetime lifetime, bool fails) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            lifetime.StopApplication();
            await new TaskCompletionSource().Task.WaitAsync(stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (fails)
                throw new InvalidOperationException("a failure on the way down");
        }
    }
}
