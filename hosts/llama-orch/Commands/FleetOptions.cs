using System.CommandLine;
using System.Security.Authentication;
using LlamaOrch.Client;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Hosting.Security;
// Orleans brings a type of the same name into every project above it.
using ErrorCode = LlamaOrch.Contracts.Errors.ErrorCode;

namespace LlamaOrch.Cli.Commands;

/// <summary>What every command that drives a running fleet takes.</summary>
internal sealed class FleetOptions
{
    /// <summary>Where the control plane is unless <c>--url</c> says it.</summary>
    public const string UrlVariable = "LLORCH_URL";

    private const string UrlDefault = "http://127.0.0.1:8080";

    private readonly Option<Uri?> url = new("--url")
    {
        Description = $"Where orchestratord answers [default: ${UrlVariable}, else {UrlDefault}]",
        HelpName = "URL",
        CustomParser = OptionRules.ControlPlaneUrl,
    };

    private readonly Option<bool> json = new("--json") { Description = "Print the API's JSON instead of a table" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(url);
        command.Options.Add(json);
    }

    /// <summary>Where the fleet's control plane is.</summary>
    /// <exception cref="StartupException">The variable has no URL.</exception>
    public Uri Url(ParseResult parsed)
    {
        if (parsed.GetValue(url) is Uri given)
            return given;
        string? set = Environment.GetEnvironmentVariable(UrlVariable);
        if (string.IsNullOrWhiteSpace(set))
            return new Uri(UrlDefault);
        return OptionRules.TryControlPlaneUrl(set, out string problem)
            ?? throw new StartupException(ExitCode.Usage, $"{UrlVariable}: {problem}");
    }

    /// <summary>Whether JSON was asked for.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(json);

    /// <summary>
    /// Runs <paramref name="work"/> with a client; the token comes from the environment, never from arguments.
    /// </summary>
    /// <exception cref="StartupException">Nobody answers at the URL, or the token is not taken there.</exception>
    public async Task<int> UseClientAsync(ParseResult parsed, Func<OrchestratorClient, Task> work)
    {
        Uri address = Url(parsed);
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
                $"No orchestratord answers at {address} ({Innermost(failure)}): start one with ./up, or give --url or "
                + $"{UrlVariable}.",
                failure);
        }
        catch (OrchestratorException refused) when (TokenAdvice(refused) is string advice)
        {
            throw new StartupException(ExitCode.Refused, $"{refused.Message} {advice}", refused);
        }
    }

    /// <summary>Of a connection that could not be made secure, only the cause within says why.</summary>
    private static string Innermost(Exception failure) =>
        failure.InnerException is AuthenticationException why ? why.Message : failure.Message;

    private static string? TokenAdvice(OrchestratorException refused)
    {
        string code = refused.Error.Code;
        if (code == ErrorCode.MissingToken.WireName())
            return $"Set {ApiTokens.EnvironmentVariable} to the fleet's token or to a key of yours.";
        if (code == ErrorCode.BadToken.WireName())
            return $"{ApiTokens.EnvironmentVariable} is not the fleet's: see what orchestratord was started with.";
        return code == ErrorCode.Forbidden.WireName()
            ? $"Set {ApiTokens.EnvironmentVariable} to a key that may do this."
            : null;
    }
}
