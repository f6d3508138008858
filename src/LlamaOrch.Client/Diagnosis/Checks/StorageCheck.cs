using LlamaOrch.Client.Metrics;

namespace LlamaOrch.Client.Diagnosis.Checks;

/// <summary>Whether the control plane's database works.</summary>
internal sealed class StorageCheck : ICheck
{
    public IEnumerable<Finding> Examine(FleetPicture fleet)
    {
        IReadOnlyList<MetricSeries> state = fleet.After.Of("storage_available");
        if (state.Count == 0)
        {
            yield return new Finding
            {
                Id = "storage-unknown",
                Severity = Severity.Info,
                What = "The control plane does not tell whether its database works.",
                Why = "Without it no task is taken.",
                Advice = $"Bring orchestratord to {fleet.OwnVersion}.",
            };
        }
        else if (state.Any(series => series.Value < 1))
        {
            yield return new Finding
            {
                Id = "storage-away",
                Severity = Severity.Error,
                What = $"The database ({fleet.Status?.Storage ?? "of the control plane"}) does not answer.",
                Why = "New tasks are refused with STORAGE_UNAVAILABLE, and tokens are held back until it is there.",
                Advice = "For postgres see whether the server runs and takes connections; for sqlite whether the disk "
                    + "of data_dir is full or read-only.",
            };
        }
        else
        {
            yield return Finding.Well("storage-available", "The control plane's database works.");
        }
    }
}
