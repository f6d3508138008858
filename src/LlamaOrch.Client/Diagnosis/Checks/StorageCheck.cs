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

        double unreadable = fleet.After.Of("storage_rows_set_aside_total").Sum(series => series.Value);
        if (unreadable > 0)
        {
            yield return new Finding
            {
                Id = "storage-rows-unreadable",
                Severity = Severity.Warning,
                What = $"{unreadable:0} rows of the database can't be read and are left out.",
                Why = "What they stood for is not served: a task has no end, a model is not in the catalog.",
                Advice = "The log of orchestratord names each (row_set_aside). Register models again; restore the"
                    + " database from a backup if there are many.",
            };
        }
    }
}
