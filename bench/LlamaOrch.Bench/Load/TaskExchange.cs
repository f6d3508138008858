using System.Diagnostics;
using System.Text;
using LlamaOrch.Bench.Wire;

namespace LlamaOrch.Bench.Load;

/// <summary>A task's admission and, on the same connection, its events to the last one.</summary>
internal sealed class TaskExchange(LoadSettings settings, RequestTemplate template, LoadRecorder recorder) : IExchange
{
    private const int BackoffMs = 10;
    private const int AnswerMax = 16 * 1024;

    private readonly byte[] answer = new byte[AnswerMax];
    private readonly byte[] tailOfGet = Encoding.ASCII.GetBytes(
        $"/events HTTP/1.1\r\nHost: {settings.Url.Authority}\r\n"
        + (settings.Token is null ? "" : $"Authorization: Bearer {settings.Token}\r\n") + "\r\n");

    public void Run(LoadConnection connection, long start)
    {
        MessageHead head = connection.Ask(template.Bytes);
        ReadOnlySpan<byte> body = ReadAnswer(connection.Reader);
        if (head.Status != 202)
        {
            recorder.SawFailure($"status_{head.Status}", start, Stopwatch.GetTimestamp());
            Thread.Sleep(BackoffMs);
            return;
        }

        long taken = Stopwatch.GetTimestamp();
        recorder.SawTaken(start, taken);
        if (settings.Plane == LoadPlane.Admission)
            recorder.SawCompletion(start, taken);
        else
            Follow(connection, TaskId(body), start);
    }

    private void Follow(LoadConnection connection, ReadOnlySpan<byte> taskId, long start)
    {
        MessageHead head = connection.Ask([.. "GET /v2/tasks/"u8, .. taskId, .. tailOfGet]);
        if (head.Status != 200)
        {
            connection.SkipBody();
            recorder.SawFailure($"events_status_{head.Status}", start, Stopwatch.GetTimestamp());
            return;
        }

        bool started = false;
        bool ended = false;
        ReadOnlySpan<byte> piece;
        while (!(piece = connection.Reader.ReadBody()).IsEmpty)
        {
            if (!started && piece.IndexOf("event: started"u8) >= 0)
            {
                started = true;
                recorder.SawFirstToken(start, connection.Reader.ReceivedAt);
            }

            recorder.SawTokens(piece.Count("event: token"u8), connection.Reader.ReceivedAt);
            ended |= piece.IndexOf("event: end"u8) >= 0;
        }

        if (ended)
            recorder.SawCompletion(start, Stopwatch.GetTimestamp());
        else
            recorder.SawFailure("answer_incomplete", start, Stopwatch.GetTimestamp());
    }

    private ReadOnlySpan<byte> ReadAnswer(MessageReader reader)
    {
        int length = 0;
        ReadOnlySpan<byte> piece;
        while (!(piece = reader.ReadBody()).IsEmpty)
        {
            if (length + piece.Length > answer.Length)
                throw new IOException("an answer is too long");
            piece.CopyTo(answer.AsSpan(length));
            length += piece.Length;
        }

        return answer.AsSpan(0, length);
    }

    private static ReadOnlySpan<byte> TaskId(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> field = "\"task_id\":\""u8;
        int at = body.IndexOf(field);
        if (at < 0)
            throw new IOException("an answer has no task_id");
        ReadOnlySpan<byte> rest = body[(at + field.Length)..];
        return rest[..rest.IndexOf((byte)'"')];
    }
}
