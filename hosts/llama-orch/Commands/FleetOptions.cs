using System.CommandLine;
using LlamaOrch.Client;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Hosting.Security;

namespace LlamaOrch.Cli.Commands;

/// <summary>What every command that drives a running fleet takes.</summary>
internal sealed class FleetOptions
{
    private readonly Option<Uri?> url = new("--url")
    {
        Description = "Where orchestratord answers",
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:8080"),
        CustomParser = OptionRules.HttpUrl,
    };

    private readonly Option<bool> json = new("--json") { Description = "Print the API's JSON instead of a table" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(url);
        command.Options.Add(json);
    }

    /// <summary>Whether JSON was asked for.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(json);

    /// <summary>
    /// Runs <paramref name="work"/> with a client; the token comes from the environment, never from arguments.
    /// </summary>
    /// <exception cref="StartupException">Nobody answers at the URL.</exception>
    public async Task<int> UseClientAsync(ParseResult parsed, Func<OrchestratorClient, Task> work)
    {
        Uri address = parsed.GetValue(url)!;
        using var client = new OrchestratorClient(address, ApiTokens.FromEnvironment().Outgoing);
        try
        {
            await work(client);
            return (int)ExitCode.Ok;
        }
        catch (HttpRequestException failure)
        {
            throw new StartupException(
                ExitCode.FleetUnreachable,
                $"No orchestratord answers at {address} ({failure.Message}): start one with ./up, or give --url.",
                failure);
        }
    }
}
