using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.Client.Diagnosis.Checks;

/// <summary>Whether the disks that daemons write to have room.</summary>
internal sealed class DiskCheck : ICheck
{
    private const long Gibibyte = 1L << 30;
    private const long LowBytes = 5 * Gibibyte;
    private const long FullBytes = Gibibyte / 2;
    private const double LowShare = 0.05;

    public IEnumerable<Finding> Examine(FleetPicture fleet)
    {
        List<Finding> bad = [];
        bad.AddRange(fleet.Status?.Disks.Select(disk => Judge("orchestratord", disk)).OfType<Finding>() ?? []);
        bad.AddRange(fleet.LiveNodes
            .SelectMany(node => (node.Disks ?? []).Select(disk => Judge(node.NodeId.Value, disk)))
            .OfType<Finding>());
        string[] silent = [.. fleet.LiveNodes
            .Where(node => node.Disks is not { Count: > 0 }).Select(node => node.NodeId.Value)];
        if (silent.Length > 0)
        {
            bad.Add(new Finding
            {
                Id = "disk-unknown",
                Severity = Severity.Info,
                What = $"Nothing is known of the disks of {Enumeration.Of(silent)}.",
                Why = "Nodes tell with their heartbeats; an older version does not, and one that has just started has "
                    + "not yet.",
                Advice = "Ask again in half a minute; if it stays so, bring them to the control plane's version.",
            });
        }

        return bad.Count > 0 ? bad : [Finding.Well("disk-low", "Every disk has room.")];
    }

    private static Finding? Judge(string who, DiskReport disk)
    {
        bool isFull = disk.FreeBytes < FullBytes;
        // A small disk that is meant to be small is low by its share; a large one by what fits on it.
        if (!isFull && (disk.FreeBytes >= LowBytes || disk.FreeBytes >= disk.TotalBytes * LowShare))
            return null;
        string what = disk.Purpose == DiskPurpose.Models ? "model files" : "data";
        return new Finding
        {
            Id = isFull ? "disk-full" : "disk-low",
            Severity = isFull ? Severity.Error : Severity.Warning,
            Subject = who,
            What = $"The disk of {who} for {what} has {(double)disk.FreeBytes / Gibibyte:0.0} GiB of "
                + $"{(double)disk.TotalBytes / Gibibyte:0.0} GiB free.",
            Why = disk.Purpose == DiskPurpose.Models
                ? "A new model does not fit."
                : "When it is full, new tasks are refused with STORAGE_UNAVAILABLE, or engines do not start.",
            Advice = "Make room (old logs, model files that nothing serves), or give data_dir or models_dir a larger "
                + "disk.",
        };
    }
}
