using System.Text.Json;
using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.TestKit.Processes;

namespace LlamaOrch.Cluster.Tests.Operations;

/// <summary>A command of <c>llama-orch</c> that has ended.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Errors)
{
    /// <summary>What it printed, as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Runs one against a fleet, with the fleet's token.</summary>
    public static Task<CommandRun> OfAsync(TestFleet fleet, params string[] arguments) =>
        OfAsync(fleet.Environment, [.. arguments, "--url", fleet.Url.ToString()]);

    /// <summary>Runs one.</summary>
    public static async Task<CommandRun> OfAsync(
        IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        await using HostProcess command = HostProcess.Start("llama-orch", arguments, environment);
        int code = await command.ExitCodeAsync();
        return new CommandRun(code, command.Output, command.Errors);
    }
}
