using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;

namespace LlamaOrch.Hosting.Correlation;

/// <summary>
/// A W3C <c>traceparent</c> in 32 bytes: a hundred thousand waiting tasks keep one each, and most of them are never
/// looked at.
/// </summary>
/// <param name="TraceHigh">First half of the trace id; both halves 0 is no trace.</param>
/// <param name="TraceLow">Second half.</param>
/// <param name="Span">Whoever calls; 0 is nobody.</param>
/// <param name="Flags">The flags of the header.</param>
public readonly record struct TraceParent(ulong TraceHigh, ulong TraceLow, ulong Span, ActivityTraceFlags Flags)
{
    private const int TextLength = 55;
    private const int TraceStart = 3;
    private const int SpanStart = 36;
    private const int FlagsStart = 53;

    /// <summary>Whether it names a trace and a caller.</summary>
    public bool IsValid => (TraceHigh | TraceLow) != 0 && Span != 0;

    /// <summary>Whether the trace is recorded.</summary>
    public bool IsSampled => (Flags & ActivityTraceFlags.Recorded) != 0;

    /// <summary>The trace's id, 32 lower-case hexadecimal digits.</summary>
    public string TraceId => string.Create(null, stackalloc char[32], $"{TraceHigh:x16}{TraceLow:x16}");

    /// <summary>Begins a trace that nobody records.</summary>
    public static TraceParent Fresh()
    {
        Span<byte> random = stackalloc byte[24];
        TraceParent made;
        do
        {
            Random.Shared.NextBytes(random);
            made = new TraceParent(
                BinaryPrimitives.ReadUInt64BigEndian(random),
                BinaryPrimitives.ReadUInt64BigEndian(random[8..]),
                BinaryPrimitives.ReadUInt64BigEndian(random[16..]),
                ActivityTraceFlags.None);
        }
        while (!made.IsValid);
        return made;
    }

    /// <summary>
    /// Reads a header of version 00, or the part of a later version that it has in common. Text that is not one gives
    /// one that is not valid: the standard says to begin a trace of one's own then.
    /// </summary>
    public static TraceParent Parse(ReadOnlySpan<char> text)
    {
        if (text.Length < TextLength || text[..TextLength].ContainsAnyInRange('A', 'F')
            || text[2] != '-' || text[35] != '-' || text[52] != '-'
            || !TryHex(text[..2], out ulong version) || version == 0xff
            || (text.Length > TextLength && (version == 0 || text[TextLength] != '-')))
            return default;
        if (!TryHex(text.Slice(TraceStart, 16), out ulong high)
            || !TryHex(text.Slice(TraceStart + 16, 16), out ulong low)
            || !TryHex(text.Slice(SpanStart, 16), out ulong span)
            || !TryHex(text.Slice(FlagsStart, 2), out ulong flags))
            return default;
        var parsed = new TraceParent(high, low, span, (ActivityTraceFlags)flags & ActivityTraceFlags.Recorded);
        return parsed.IsValid ? parsed : default;
    }

    /// <summary>The header of a recorded or passed on span.</summary>
    public static TraceParent Of(Activity span)
    {
        Span<byte> trace = stackalloc byte[16];
        Span<byte> id = stackalloc byte[8];
        span.TraceId.CopyTo(trace);
        span.SpanId.CopyTo(id);
        return new TraceParent(
            BinaryPrimitives.ReadUInt64BigEndian(trace),
            BinaryPrimitives.ReadUInt64BigEndian(trace[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(id),
            span.ActivityTraceFlags);
    }

    /// <summary>As the parent of spans.</summary>
    /// <param name="state">The <c>tracestate</c> that came with it.</param>
    public ActivityContext ToContext(string? state = null)
    {
        Span<byte> bytes = stackalloc byte[24];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, TraceHigh);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], TraceLow);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], Span);
        return new ActivityContext(
            ActivityTraceId.CreateFromBytes(bytes[..16]),
            ActivitySpanId.CreateFromBytes(bytes[16..]),
            Flags,
            state,
            isRemote: true);
    }

    /// <summary>The header's text.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        stackalloc char[TextLength],
        $"00-{TraceHigh:x16}{TraceLow:x16}-{Span:x16}-{(int)Flags:x2}");

    // AllowHexSpecifier alone: neither signs nor spaces are digits.
    private static bool TryHex(ReadOnlySpan<char> digits, out ulong value) =>
        ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
