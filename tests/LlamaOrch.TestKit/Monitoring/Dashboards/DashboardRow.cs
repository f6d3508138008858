namespace LlamaOrch.TestKit.Monitoring.Dashboards;

/// <summary>A row of a dashboard with its panels, or what comes before the first row.</summary>
/// <param name="Dashboard">The dashboard's name.</param>
/// <param name="Title">The row's title; empty for what comes before the first.</param>
/// <param name="Panels">Its panels.</param>
public sealed record DashboardRow(string Dashboard, string Title, IReadOnlyList<DashboardPanel> Panels)
{
    /// <summary>Name of the file of its picture.</summary>
    public string PictureName
    {
        get
        {
            string row = Title.Length == 0 ? "top" : Title.ToLowerInvariant().Replace(' ', '-');
            return $"{Dashboard.Replace('_', '-')}-{row}.png";
        }
    }

    /// <summary>Where its picture lies.</summary>
    public string PicturePath => Path.Combine(DashboardFile.PicturesFolder, PictureName);
}
