using System.Net.Sockets;
using LlamaOrch.Client.Metrics;
using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.Client.Diagnosis;

/// <summary>
/// Asks nodes for what needs no token. The token stays with the control plane: where a node's address leads is what
/// that node says.
/// </summary>
internal sealed class NodeProber : IDisposable
{
    /// <summary>
    /// How many are asked at once. A thousand that do not answer are then a quarter of a minute, and the sockets are
    /// fewer than a program may have open anywhere.
    /// </summary>
    public const int NodesAtOnce = 256;
    private const long AnswerBytesMax = 8 * 1024 * 1024;

    private readonly HttpClient http = new(
        new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(3),
        MaxResponseContentBufferSize = AnswerBytesMax,
    };

    /// <summary>The metrics of each node, by id; null for one that did not answer, with the reason.</summary>
    public async Task<Dictionary<string, (MetricsPage? Page, string? Problem)>> AskAsync(
        IEnumerable<NodeView> nodes, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<string, (MetricsPage?, string?)>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            nodes,
            new ParallelOptions { MaxDegreeOfParallelism = NodesAtOnce, CancellationToken = cancellationToken },
            async (node, stop) =>
            {
                (MetricsPage?, string?) answer = await AskAsync(node.Address, stop);
                lock (answers)
                    answers[node.NodeId.Value] = answer;
            });
        return answers;
    }

    public void Dispose() => http.Dispose();

    private async Task<(MetricsPage?, string?)> AskAsync(Uri node, CancellationToken stop)
    {
        try
        {
            return (MetricsPage.Parse(await http.GetStringAsync(new Uri(node, "/metrics"), stop)), null);
        }
        // A connection that is reset right after it was made is a bare SocketException.
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException)
        {
            return (null, failure.Message);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (null, $"no answer within {http.Timeout.TotalSeconds:0} s");
        }
    }
}
