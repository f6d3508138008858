using System.Globalization;
using LlamaOrch.Cluster.Tests.Tracing.Wire;

namespace LlamaOrch.Cluster.Tests.Tracing;

/// <summary>A span as it arrived at a receiver.</summary>
internal sealed class SeenSpan(string service, Span span)
{
    private const int ErrorCode = 2;

    /// <summary>The service that sent it.</summary>
    public string Service => service;

    /// <summary>What it tells of.</summary>
    public string Name => span.Name;

    /// <summary>Its id, hexadecimal.</summary>
    public string Id { get; } = Hex(span.SpanId);

    /// <summary>Its parent's id; empty for a root.</summary>
    public string Parent { get; } = Hex(span.ParentSpanId);

    /// <summary>Its trace, hexadecimal.</summary>
    public string Trace { get; } = Hex(span.TraceId);

    /// <summary>All that it says, as one text.</summary>
    public string Wire => span.ToString();

    /// <summary>When it began.</summary>
    public ulong Start => span.StartTimeUnixNano;

    /// <summary>When it ended.</summary>
    public ulong End => span.EndTimeUnixNano;

    /// <summary>Whether it says that it failed.</summary>
    public bool Failed => span.Status?.Code == ErrorCode;

    /// <summary>Spans that it links to.</summary>
    public IReadOnlyList<string> Links { get; } = [.. span.Links.Select(link => Hex(link.SpanId))];

    /// <summary>An attribute as text; null for none. The entries of a list are joined.</summary>
    public string? this[string key] => span.Attributes.FirstOrDefault(each => each.Key == key)?.Value is { } value
        ? Text(value)
        : null;

    /// <inheritdoc/>
    public override string ToString() => $"{Service} {Name} {Id} < {Parent}";

    private static string Text(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue.ToString(),
        AnyValue.ValueOneofCase.ArrayValue => string.Join("; ", value.ArrayValue.Values.Select(Text)),
        _ => value.StringValue,
    };

    private static string Hex(Google.Protobuf.ByteString bytes) => Convert.ToHexStringLower(bytes.Span);
}
