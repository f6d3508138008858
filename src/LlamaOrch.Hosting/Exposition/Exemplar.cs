using System.Text;
using LlamaOrch.Hosting.Correlation;

namespace LlamaOrch.Hosting.Exposition;

/// <summary>
/// An observation whose trace is recorded: leads from a bucket to a request that fell into it. Without a time of its
/// own: Prometheus takes that of the scrape, and takes the same one twice for one.
/// </summary>
/// <param name="Trace">The trace.</param>
/// <param name="Value">What was observed.</param>
internal sealed record Exemplar(TraceParent Trace, double Value)
{
    /// <summary>More than its text takes.</summary>
    public const int TextBytesMax = 96;

    /// <summary>Writes it behind a bucket's count.</summary>
    public void Write(ref LineWriter line)
    {
        line.Append(" # {trace_id=\""u8);
        line.Append(Encoding.ASCII.GetBytes(Trace.TraceId));
        line.Append("\"} "u8);
        line.Append(Value);
    }
}
