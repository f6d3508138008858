using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace LlamaOrch.Simulation.Tests.World;

/// <summary>A text that is only put together when the trace is on.</summary>
[InterpolatedStringHandler]
internal readonly ref struct TraceText
{
    private readonly StringBuilder? text;

    public TraceText(int literalLength, int formattedCount, SimulatedWorld world, out bool isOn)
    {
        isOn = world.Trace.IsOn;
        text = isOn ? new StringBuilder(literalLength + (formattedCount * 8)) : null;
    }

    public void AppendLiteral(string literal) => text!.Append(literal);

    public void AppendFormatted<T>(T value) => text!.Append(value);

    public void AppendFormatted(double value, string format) =>
        text!.Append(value.ToString(format, CultureInfo.InvariantCulture));

    public override string ToString() => text?.ToString() ?? string.Empty;
}
