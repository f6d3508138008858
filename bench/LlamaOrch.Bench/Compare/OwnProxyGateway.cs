namespace LlamaOrch.Bench.Compare;

/// <summary>One of this program's own proxies, as a process of its own.</summary>
/// <param name="command">The subcommand.</param>
/// <param name="inline">Whether it continues on its I/O threads.</param>
internal sealed class OwnProxyGateway(string command, bool inline) : IGateway
{
    public string Name => inline ? $"{command}-inline" : command;

    public async Task<RunningGateway> StartAsync(BenchPlace place, Uri stub, CancellationToken cancellationToken)
    {
        string[] scheduling = inline ? ["--inline"] : [];
        ChildProcess proxy = place.StartGateway(
            Name, BenchPlace.Self, [command, "--upstream", stub.ToString(), .. scheduling]);
        try
        {
            Uri url = await proxy.ListeningAsync(cancellationToken);
            proxy.IgnoreOutput();
            return new RunningGateway(url, () => new Dictionary<string, int> { [Name] = proxy.Pid }, proxy);
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }
}
