using System.Globalization;
using System.Text;

namespace LlamaOrch.Hosting.Exposition;

/// <summary>How observations are spread, by buckets.</summary>
public sealed class Histogram : LabeledFamily<HistogramSeries>
{
    private readonly HistogramText text;
    private readonly double[] bounds;

    internal Histogram(string name, string help, double[] bounds, string[] labels)
        : base(name, "histogram", help, labels)
    {
        if (bounds.Length == 0 || bounds.Zip(bounds.Skip(1)).Any(pair => pair.First >= pair.Second))
            throw new ArgumentException($"The buckets of {name} must grow.", nameof(bounds));
        this.bounds = bounds;
        string comma = labels.Length > 0 ? "," : string.Empty;
        text = new HistogramText(
            Encoding.UTF8.GetBytes($"{name}_bucket{{"),
            [
                .. bounds.Select(bound => Bound(comma, bound.ToString(CultureInfo.InvariantCulture))),
                Bound(comma, "+Inf"),
            ],
            Encoding.UTF8.GetBytes($"{name}_sum"),
            Encoding.UTF8.GetBytes($"{name}_count"));
    }

    private protected override HistogramSeries Create(byte[] labels) => new(text, bounds, labels);

    private static byte[] Bound(string comma, string value) => Encoding.UTF8.GetBytes($"{comma}le=\"{value}\"}} ");
}
