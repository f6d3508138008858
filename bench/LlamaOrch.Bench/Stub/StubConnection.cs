using System.Diagnostics;
using System.Net.Sockets;
using LlamaOrch.Bench.Wire;

namespace LlamaOrch.Bench.Stub;

/// <summary>Serves one connection, request after request.</summary>
internal sealed class StubConnection(
    Socket socket, StubSettings settings, StubAnswers answers, StubStatistics statistics)
{
    private readonly MessageReader reader = new(socket);
    private byte[] body = new byte[16 * 1024];
    private int bodyLength;

    /// <summary>Runs until either side closes.</summary>
    public void Serve()
    {
        socket.NoDelay = true;
        statistics.ConnectionOpened();
        try
        {
            while (reader.ReadHead(out ReadOnlySpan<byte> head))
            {
                // The head's bytes are overwritten as the body comes.
                bool chat = head.StartsWith("POST /v1/chat/completions "u8) || head.StartsWith("POST /v2/pools/"u8);
                byte[]? plain = chat ? null : Plain(head);
                bool closes = reader.Head.Closes;
                TakeBody();
                if (plain is not null)
                    socket.Send(plain);
                else if (!Chat())
                    return;
                if (closes)
                    return;
            }
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            // The client went away between two requests, or sent what is not HTTP.
        }
        finally
        {
            statistics.ConnectionClosed();
            socket.Dispose();
        }
    }

    private byte[] Plain(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("GET /health "u8))
            return StubAnswers.Json("200 OK", """{"status":"ok"}""");
        if (head.StartsWith("GET /props "u8))
            return answers.Props();
        if (head.StartsWith("GET /v1/models "u8))
            return answers.Models();
        if (head.StartsWith("GET /v2/pools/"u8))
            return answers.PoolStatus();
        if (head.StartsWith("GET /stats "u8))
            return StubAnswers.Json("200 OK", statistics.Counters());
        if (head.StartsWith("GET /aborts "u8))
            return StubAnswers.Text("200 OK", "text/plain", statistics.Aborts());
        return StubAnswers.Json(
            "404 Not Found", """{"error":{"code":404,"message":"not here","type":"not_found_error"}}""");
    }

    private void TakeBody()
    {
        bodyLength = 0;
        ReadOnlySpan<byte> piece;
        while (!(piece = reader.ReadBody()).IsEmpty)
        {
            if (bodyLength + piece.Length > body.Length)
                Array.Resize(ref body, Math.Max(body.Length * 2, bodyLength + piece.Length));
            piece.CopyTo(body.AsSpan(bodyLength));
            bodyLength += piece.Length;
        }
    }

    /// <summary>Answers a chat request; false when the client went away.</summary>
    private bool Chat()
    {
        statistics.RequestSeen();
        var request = StubRequest.Parse(body.AsSpan(0, bodyLength), settings);
        if (!request.Stream)
        {
            socket.Send(answers.Whole(request.Tokens));
            return true;
        }

        statistics.StreamBegan();
        try
        {
            if (request.IntervalMs > 0)
                return Paced(request);
            socket.Send(answers.StreamAtOnce(request.Tokens));
            return true;
        }
        catch (SocketException)
        {
            statistics.Aborted(request.Id, Stopwatch.GetTimestamp());
            return false;
        }
        finally
        {
            statistics.StreamEnded();
        }
    }

    /// <summary>Sends token by token on a schedule that a late token does not shift.</summary>
    private bool Paced(StubRequest request)
    {
        long step = request.IntervalMs * (Stopwatch.Frequency / 1000);
        long next = Stopwatch.GetTimestamp();
        socket.Send([.. answers.StreamHead, .. answers.Token(0)]);
        for (int index = 1; index <= request.Tokens; index++)
        {
            next += step;
            // A client has nothing to say during its answer: readable means that it closed.
            if (LibC.WaitReadable(socket.Handle, next))
            {
                statistics.Aborted(request.Id, Stopwatch.GetTimestamp());
                return false;
            }

            socket.Send(index < request.Tokens ? answers.Token(index) : answers.StreamTail(request.Tokens));
        }

        return true;
    }
}
