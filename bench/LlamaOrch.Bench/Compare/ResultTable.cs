using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace LlamaOrch.Bench.Compare;

/// <summary>The lines of a comparison as a Markdown table; of several rounds, the median by cost.</summary>
internal sealed class ResultTable
{
    private readonly List<(string Scenario, string Gateway, JsonNode Line)> lines = [];

    public void Add(string line)
    {
        JsonNode node = JsonNode.Parse(line)!;
        lines.Add(((string)node["labels"]!["scenario"]!, (string)node["labels"]!["gateway"]!, node));
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine("| scenario | gateway | CPU µs/request | of which | CPU µs/token | requests/s | p50 µs "
            + "| p99 µs | taken p50 µs | taken p99 µs | first event p50 µs | first event p99 µs | gap p99 µs "
            + "| abort p99 µs | failed |");
        text.AppendLine("|---|---|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var group in lines.GroupBy(line => line.Scenario)
            .SelectMany(scenario => scenario.GroupBy(line => (line.Scenario, line.Gateway))))
        {
            JsonNode[] byCost = [.. group.Select(line => line.Line)
                .OrderBy(line => Number(line, "cpu", "gateway_us_per_request"))];
            JsonNode middle = byCost[byCost.Length / 2];
            text.AppendLine($"| {group.Key.Scenario} | {group.Key.Gateway} | " + string.Join(" | ",
                Text(middle, "cpu", "gateway_us_per_request"),
                Parts(middle),
                Text(middle, "cpu", "gateway_us_per_token"),
                Rate(middle),
                Text(middle, "latency_us", "p50"),
                Text(middle, "latency_us", "p99"),
                Text(middle, "taken_us", "p50"),
                Text(middle, "taken_us", "p99"),
                First(middle, "p50"),
                First(middle, "p99"),
                Text(middle, "token_gap_us", "p99"),
                Aborts(middle),
                Text(middle, "requests", "failed")) + " |");
        }

        return text.ToString();
    }

    private static string First(JsonNode line, string percentile) =>
        Text(line, line["started_us"] is null ? "first_token_us" : "started_us", percentile);

    private static string Parts(JsonNode line) => string.Join(", ", line["cpu"]!["processes"]!.AsObject()
        .Where(process => process.Key is "orchestratord" or "pool-managerd")
        .Select(process => $"{process.Key} {process.Value!["us_per_request"]}"));

    private static string Rate(JsonNode line)
    {
        double ended = Number(line, "requests", "completed") + Number(line, "requests", "aborted");
        return (ended / Number(line, "config", "duration_s")).ToString("0", CultureInfo.InvariantCulture);
    }

    private static string Aborts(JsonNode line) => line["aborts"] is not JsonNode aborts
        ? ""
        : $"{aborts["noticed_after_us"]?["p99"]}, {aborts["missing_at_engine"]} missing";

    private static double Number(JsonNode line, string group, string name) =>
        line[group]?[name] is JsonNode value ? (double)value : 0;

    private static string Text(JsonNode line, string group, string name) => line[group]?[name]?.ToString() ?? "";
}
