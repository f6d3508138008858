using System.Text;

namespace LlamaOrch.Hosting.Exposition;

/// <summary>Values that go up and down.</summary>
public sealed class Gauge : LabeledFamily<GaugeSeries>
{
    private readonly byte[] name;

    internal Gauge(string name, string help, string[] labels)
        : base(name, "gauge", help, labels) => this.name = Encoding.UTF8.GetBytes(name);

    private protected override GaugeSeries Create(byte[] labels) => new(name, labels);
}
