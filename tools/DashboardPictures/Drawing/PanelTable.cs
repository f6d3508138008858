using LlamaOrch.TestKit.Monitoring;
using LlamaOrch.TestKit.Monitoring.Dashboards;

namespace LlamaOrch.Tools.DashboardPictures.Drawing;

/// <summary>The rows of a table: one for each set of labels, a column for each label and each query.</summary>
/// <param name="Columns">Headings.</param>
/// <param name="Rows">Cells, as many as headings.</param>
internal sealed record PanelTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Asks for all rows of a panel now.</summary>
    public static async Task<PanelTable> AskAsync(DashboardPanel panel, PrometheusServer prometheus, string unit)
    {
        var rows = new SortedDictionary<string, (IReadOnlyDictionary<string, string> Labels, string[] Values)>(
            StringComparer.Ordinal);
        int queries = panel.Queries.Count;
        for (int index = 0; index < queries; index++)
        {
            foreach (PrometheusSample sample in await prometheus.QueryAsync(
                panel.Queries[index].WithAll(Period.RateInterval)))
            {
                string key = string.Join('\n', sample.Labels.OrderBy(label => label.Key, StringComparer.Ordinal));
                if (!rows.ContainsKey(key))
                    rows[key] = (sample.Labels, new string[queries]);
                rows[key].Values[index] = UnitText.Of(sample.Value, unit);
            }
        }

        IReadOnlyDictionary<string, string> names = NamesOf(panel);
        string[] labels = [.. rows.Values.SelectMany(row => row.Labels.Keys).Distinct()];
        string[] values =
        [
            .. Enumerable.Range(0, queries).Select(index => queries == 1 ? "Value" : $"Value #{(char)('A' + index)}"),
        ];
        return new PanelTable(
            [.. labels.Concat(values).Select(name => names.GetValueOrDefault(name, name))],
            [
                .. rows.Values.Select(row => (IReadOnlyList<string>)
                [
                    .. labels.Select(label => row.Labels.GetValueOrDefault(label, string.Empty)),
                    .. row.Values.Select(value => value ?? string.Empty),
                ]),
            ]);
    }

    private static Dictionary<string, string> NamesOf(DashboardPanel panel) => panel.Root
        .GetProperty("transformations").EnumerateArray()
        .Where(step => step.GetProperty("id").GetString() == "organize")
        .SelectMany(step => step.GetProperty("options").GetProperty("renameByName").EnumerateObject())
        .ToDictionary(name => name.Name, name => name.Value.GetString()!);
}
