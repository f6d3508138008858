using System.Globalization;
using LlamaOrch.TestKit.Monitoring.Dashboards;
using LlamaOrch.Tools.DashboardPictures.Drawing;
using LlamaOrch.Tools.DashboardPictures.Scenes;

// How long the fleet works before it is drawn: enough for the events of the scene and their aftermath.
TimeSpan seen = TimeSpan.FromMinutes(args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 6);

await using LiveFleet fleet = await LiveFleet.StartAsync();
await Load.RunAsync(fleet, seen);
Directory.CreateDirectory(DashboardFile.PicturesFolder);
var period = new Period(DateTimeOffset.UtcNow - seen, DateTimeOffset.UtcNow, TimeSpan.FromSeconds(2));
var empty = new List<string>();
foreach (DashboardRow row in DashboardFile.All.SelectMany(file => file.Rows))
    empty.AddRange(await RowPicture.SaveAsync(row, fleet.Prometheus, period));
foreach (string panel in empty)
    Console.Error.WriteLine($"Nothing to show: {panel}");
return empty.Count == 0 ? 0 : 1;
