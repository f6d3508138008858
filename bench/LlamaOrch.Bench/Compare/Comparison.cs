using System.Runtime.CompilerServices;
using System.Text;
using LlamaOrch.Bench.Stub;

namespace LlamaOrch.Bench.Compare;

/// <summary>Runs every scenario on every gateway, round after round, over one stub.</summary>
internal sealed class Comparison(
    BenchPlace place,
    IReadOnlyList<IGateway> gateways,
    IReadOnlyList<Scenario> scenarios,
    TimeSpan warmup,
    TimeSpan duration)
{
    private const string ProbeBody = $$"""
        {"model":"{{StubSettings.DefaultModel}}","max_tokens":1,"messages":[{"role":"user","content":"a"}]}
        """;

    private static readonly TimeSpan ReadyMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan SlackMax = TimeSpan.FromSeconds(60);

    /// <summary>Yields each measurement's line as it comes. What was started is stopped at the end.</summary>
    /// <exception cref="BenchException">Something does not start, answer or measure.</exception>
    public async IAsyncEnumerable<string> RunAsync(
        int rounds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using ChildProcess stub = place.StartEnd("stub", ["stub"]);
        Uri stubUrl = await stub.ListeningAsync(cancellationToken);
        stub.IgnoreOutput();
        for (int round = 1; round <= rounds; round++)
        {
            foreach (IGateway gateway in gateways)
            {
                await using RunningGateway running = await gateway.StartAsync(place, stubUrl, cancellationToken);
                await ReadyAsync(gateway.Name, running, cancellationToken);
                foreach (Scenario scenario in scenarios)
                {
                    string labels = $"gateway={gateway.Name},scenario={scenario.Name},round={round}";
                    yield return await MeasureAsync(running, scenario, labels, stub.Pid, stubUrl, cancellationToken);
                }
            }
        }
    }

    private async Task<string> MeasureAsync(
        RunningGateway running, Scenario scenario, string labels, int stubPid, Uri stubUrl,
        CancellationToken cancellationToken)
    {
        IEnumerable<string> pids = running.Measured().Append(KeyValuePair.Create("stub", stubPid))
            .Select(pair => $"{pair.Key}={pair.Value}");
        await using ChildProcess load = place.StartEnd(
            "load",
            [
                "load", "--url", running.Url.ToString(), "--stub-url", stubUrl.ToString(), "--labels", labels,
                "--pids", string.Join(',', pids),
                "--warmup-s", warmup.TotalSeconds.ToString(), "--duration-s", duration.TotalSeconds.ToString(),
                .. scenario.Arguments,
            ]);
        string? line = await load.ReadLineAsync(warmup + duration + SlackMax, cancellationToken);
        return line ?? throw load.Failed($"measured nothing ({labels})");
    }

    /// <summary>Waits until a chat request comes back whole.</summary>
    private static async Task ReadyAsync(string name, RunningGateway running, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(ReadyMax);
        string last = "no answer";
        while (!deadline.IsCancellationRequested)
        {
            if (running.Children.FirstOrDefault(child => child.HasExited) is ChildProcess dead)
                throw dead.Failed("ended by itself");
            try
            {
                using var body = new StringContent(ProbeBody, Encoding.UTF8, "application/json");
                using HttpResponseMessage answer = await http.PostAsync(
                    new Uri(running.Url, "/v1/chat/completions"), body, deadline.Token);
                if (answer.IsSuccessStatusCode)
                    return;
                last = await answer.Content.ReadAsStringAsync(deadline.Token);
                await Task.Delay(100, deadline.Token);
            }
            catch (HttpRequestException refused)
            {
                last = refused.Message;
                await Task.Delay(100, deadline.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                last = "no answer in time";
            }
        }

        throw new BenchException($"{name} was not ready after {ReadyMax.TotalSeconds:0} s: {last}");
    }
}
