using System.Buffers.Text;

namespace LlamaOrch.Bench.Stub;

/// <summary>What the stub reads of a chat request: by searching its bytes, since parsing it would cost more.</summary>
/// <param name="Stream">Whether events are wanted.</param>
/// <param name="Tokens">Tokens wanted.</param>
/// <param name="IntervalMs">Milliseconds between tokens; 0: at once.</param>
/// <param name="Id">The load generator's number of the request; 0 when it has none.</param>
internal readonly record struct StubRequest(bool Stream, int Tokens, int IntervalMs, long Id)
{
    /// <summary>Reads a body, taking from <paramref name="settings"/> what it leaves open.</summary>
    public static StubRequest Parse(ReadOnlySpan<byte> body, StubSettings settings) => new(
        body.IndexOf("\"stream\":true"u8) >= 0,
        (int)Math.Clamp(Number(body, "\"max_tokens\":"u8) ?? settings.Tokens, 1, 4096),
        (int)Math.Clamp(
            Number(body, "\"bench_interval_ms\":"u8) ?? (long)settings.TokenInterval.TotalMilliseconds, 0, 60_000),
        Number(body, "\"user\":\"bench-"u8) ?? 0);

    private static long? Number(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
    {
        int at = body.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(body[(at + name.Length)..], out long number, out _) ? number : null;
    }
}
