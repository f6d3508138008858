using System.Net;
using System.Net.Sockets;

namespace LlamaOrch.Bench.Stub;

/// <summary>
/// A thread and a blocking socket per connection: on two cores that costs less than any asynchronous server, so the
/// stub takes least from what is measured.
/// </summary>
internal sealed class StubServer : IDisposable
{
    private const int BacklogMax = 1024;
    private const int StackBytes = 256 * 1024;

    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly StubStatistics statistics = new();
    private readonly StubSettings settings;
    private readonly StubAnswers answers;

    public StubServer(StubSettings settings, IPEndPoint endpoint)
    {
        this.settings = settings;
        answers = new StubAnswers(settings);
        listener.Bind(endpoint);
        listener.Listen(BacklogMax);
    }

    /// <summary>Where it answers.</summary>
    public string Url => $"http://{listener.LocalEndPoint}";

    /// <summary>Begins to accept.</summary>
    public void Start() => new Thread(Accept) { IsBackground = true, Name = "accept" }.Start();

    public void Dispose() => listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var connection = new StubConnection(listener.Accept(), settings, answers, statistics);
                new Thread(connection.Serve, StackBytes) { IsBackground = true }.Start();
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }
}
