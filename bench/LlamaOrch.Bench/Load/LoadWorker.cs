using System.Diagnostics;
using System.Net.Sockets;
using LlamaOrch.Bench.Pacing;

namespace LlamaOrch.Bench.Load;

/// <summary>One connection's thread: blocking, one exchange after another as the schedule says.</summary>
internal sealed class LoadWorker(
    int index, LoadSettings settings, ISchedule schedule, IExchange exchange, LoadRecorder recorder)
{
    private const int BackoffMs = 10;

    /// <summary>Works until the schedule has no more turns.</summary>
    public void Run()
    {
        using var connection = new LoadConnection(settings);
        while (schedule.Next(index, out long start))
        {
            try
            {
                exchange.Run(connection, start);
            }
            catch (Exception failure) when (failure is SocketException or IOException)
            {
                connection.Close();
                recorder.SawFailure(Kind(failure), start, Stopwatch.GetTimestamp());
                Thread.Sleep(BackoffMs);
            }
        }
    }

    private static string Kind(Exception failure) => failure switch
    {
        SocketException { SocketErrorCode: SocketError.WouldBlock or SocketError.TimedOut } => "timeout",
        SocketException socket => $"socket_{socket.SocketErrorCode.ToString().ToLowerInvariant()}",
        EndOfStreamException => "closed_early",
        _ => "not_http",
    };
}
