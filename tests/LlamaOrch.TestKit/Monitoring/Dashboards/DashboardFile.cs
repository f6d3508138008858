using System.Text.Json;
using LlamaOrch.TestKit.Processes;

namespace LlamaOrch.TestKit.Monitoring.Dashboards;

/// <summary>A dashboard of <c>ci/dashboards</c>, read.</summary>
/// <param name="Name">Its file's name without the ending.</param>
/// <param name="Root">All of it.</param>
public sealed record DashboardFile(string Name, JsonElement Root)
{
    private static readonly string Folder = Path.Combine(BuiltHost.Root, "ci", "dashboards");

    /// <summary>Where the pictures of rows lie.</summary>
    public static string PicturesFolder { get; } = Path.Combine(BuiltHost.Root, "docs", "images");

    /// <summary>Every dashboard.</summary>
    public static IReadOnlyList<DashboardFile> All { get; } =
        [.. Directory.GetFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>The files.</summary>
    public static IReadOnlyList<string> Paths => [.. All.Select(file => Path.Combine(Folder, $"{file.Name}.json"))];

    /// <summary>Its panels, rows among them, in their order.</summary>
    public IReadOnlyList<DashboardPanel> Panels =>
        [.. Root.GetProperty("panels").EnumerateArray().Select(panel => new DashboardPanel(panel))];

    /// <summary>Its rows, with what comes before the first.</summary>
    public IReadOnlyList<DashboardRow> Rows
    {
        get
        {
            var rows = new List<DashboardRow>();
            foreach (DashboardPanel panel in Panels)
            {
                if (panel.IsRow || rows.Count == 0)
                    rows.Add(new DashboardRow(Name, panel.IsRow ? panel.Title : string.Empty, []));
                if (!panel.IsRow)
                    rows[^1] = rows[^1] with { Panels = [.. rows[^1].Panels, panel] };
            }

            return rows;
        }
    }

    /// <summary>Its variables.</summary>
    public IReadOnlyList<JsonElement> Variables =>
        [.. Root.GetProperty("templating").GetProperty("list").EnumerateArray()];

    /// <summary>A dashboard by its name.</summary>
    public static DashboardFile Find(string name) => All.Single(file => file.Name == name);

    private static DashboardFile Read(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        return new DashboardFile(Path.GetFileNameWithoutExtension(path), document.RootElement.Clone());
    }
}
