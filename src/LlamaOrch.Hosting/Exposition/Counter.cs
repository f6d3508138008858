using System.Text;

namespace LlamaOrch.Hosting.Exposition;

/// <summary>Counts of what has happened since the process began.</summary>
public sealed class Counter : LabeledFamily<CounterSeries>
{
    private readonly byte[] name;

    internal Counter(string name, string help, string[] labels)
        : base(name, "counter", help, labels) => this.name = Encoding.UTF8.GetBytes(name);

    private protected override CounterSeries Create(byte[] labels) => new(name, labels);
}
