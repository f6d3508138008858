using System.Net.Sockets;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Hosting.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LlamaOrch.Hosting.Startup;

/// <summary>
/// Runs a daemon until it is told to stop, and turns every failed start into a sentence and an exit code.
/// </summary>
public static partial class DaemonRunner
{
    /// <summary>
    /// Answers <c>--help</c>, <c>--version</c> and <c>--check</c>, or builds, starts and waits; returns the process's
    /// exit code.
    /// </summary>
    /// <param name="program">What the daemon says of itself.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="configure">Reads and checks every setting; may throw <see cref="StartupException"/>.</param>
    /// <param name="build">Builds the application; may throw <see cref="StartupException"/>.</param>
    public static async Task<int> RunAsync(
        DaemonProgram program,
        string[] args,
        Func<WebApplicationBuilder> configure,
        Func<WebApplicationBuilder, WebApplication> build)
    {
        if (program.Answer(args) is string answer)
            return await SayAsync(answer);

        try
        {
            OpenFiles.Check(program.Name, program.OpenFilesMin);
            WebApplicationBuilder builder = configure();
            if (args.Contains(ArgumentSettings.CheckFlag))
                return await SayAsync($"{program.Name}: the settings are valid.{Environment.NewLine}");

            await using WebApplication app = build(builder);
            StopReason reason = StopReason.Of(app);
            await RunAsync(app);
            if (reason.Why is StartupException why)
                throw why;
            return (int)ExitCode.Ok;
        }
        catch (StartupException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return (int)failure.Code;
        }
    }

    private static async Task RunAsync(WebApplication app)
    {
        try
        {
            await StartAsync(app, CancellationToken.None);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // It was stopped while it started, by a signal or by the failure of a part that was quicker than the rest.
            return;
        }

        await app.WaitForShutdownAsync();
    }

    private static async Task<int> SayAsync(string text)
    {
        try
        {
            await Console.Out.WriteAsync(text);
            return (int)ExitCode.Ok;
        }
        catch (IOException failure)
        {
            await Console.Error.WriteLineAsync($"The output can't be written: {failure.Message.TrimEnd('.')}.");
            return (int)ExitCode.OutputUnwritable;
        }
    }

    /// <summary>Starts an application.</summary>
    /// <exception cref="StartupException">The port is taken or the configuration is not valid.</exception>
    public static async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
            LogListening(app.Logger, app.ListeningUrl());
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            throw new StartupException(
                ExitCode.PortInUse,
                $"{failure.Message.TrimEnd('.')}: stop that program or choose another port.",
                failure);
        }
        catch (SocketException failure)
        {
            throw new StartupException(
                ExitCode.BadConfiguration, $"The address can't be bound: {failure.Message}.", failure);
        }
        catch (OptionsValidationException failure)
        {
            throw new StartupException(
                ExitCode.BadConfiguration, string.Join(Environment.NewLine, failure.Failures), failure);
        }
    }

    [LoggerMessage(1003, LogLevel.Information, "Listening on {Url}", EventName = "listening")]
    private static partial void LogListening(ILogger logger, Uri url);
}
