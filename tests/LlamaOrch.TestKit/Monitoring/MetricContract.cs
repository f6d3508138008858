using System.Text.Json;

namespace LlamaOrch.TestKit.Monitoring;

/// <summary>What <c>ci/metrics/contract.json</c> says of one metric.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind"><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
/// <param name="Daemons">Who exposes it.</param>
/// <param name="Help">Its help.</param>
/// <param name="Labels">
/// Its labels: each with a list of all its values, or with the word for what its values are ids of.
/// </param>
/// <param name="Budget">How many series there may be.</param>
/// <param name="Buckets">Upper bounds of a histogram's buckets, infinity left out.</param>
/// <param name="Unit">Its unit; null for counts and states.</param>
public sealed record MetricContract(
    string Name,
    string Kind,
    IReadOnlyList<string> Daemons,
    string Help,
    IReadOnlyDictionary<string, JsonElement> Labels,
    SeriesBudget Budget,
    IReadOnlyList<double>? Buckets = null,
    string? Unit = null)
{
    /// <summary>The values of a label; null when they are ids.</summary>
    public IReadOnlyList<string>? ValuesOf(string label) => Labels[label].ValueKind == JsonValueKind.Array
        ? [.. Labels[label].EnumerateArray().Select(value => value.GetString()!)]
        : null;

    /// <summary>Every combination of values of its labels that have lists, as label and value pairs.</summary>
    public IEnumerable<(string Name, string Value)[]> ClosedCombinations()
    {
        IEnumerable<(string, string)[]> combinations = [[]];
        foreach (string label in Labels.Keys)
        {
            if (ValuesOf(label) is IReadOnlyList<string> values)
                combinations = [.. combinations.SelectMany(_ => values, (so, value) => (so, value))
                    .Select(pair => ((string, string)[])[.. pair.so, (label, pair.value)])];
        }

        return combinations;
    }
}
