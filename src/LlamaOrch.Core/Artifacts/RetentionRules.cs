namespace LlamaOrch.Core.Artifacts;

/// <summary>
/// What goes when there is too much or when it is too old: the oldest first, and records of tasks before what somebody
/// sent.
/// </summary>
public static class RetentionRules
{
    /// <summary>
    /// Chooses from the oldest of each kind what is to be deleted now. Ask again while it chooses something.
    /// </summary>
    /// <param name="totalBytes">Size of everything.</param>
    /// <param name="records">The oldest records, oldest first.</param>
    /// <param name="areAllRecords">Whether there are no more records than these.</param>
    /// <param name="uploads">The oldest uploads, oldest first.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<ArtifactEntry> Choose(
        long totalBytes,
        IReadOnlyList<ArtifactEntry> records,
        bool areAllRecords,
        IReadOnlyList<ArtifactEntry> uploads,
        ArtifactLimits limits,
        DateTimeOffset now)
    {
        var chosen = new List<ArtifactEntry>();
        long left = totalBytes;
        foreach (ArtifactEntry record in records)
        {
            if (left <= limits.BytesMax && now - record.StoredAt <= limits.AgeMax)
                break;
            chosen.Add(record);
            left -= record.SizeBytes;
        }

        bool recordsAreGone = areAllRecords && chosen.Count == records.Count;
        foreach (ArtifactEntry upload in uploads)
        {
            bool isTooMuch = recordsAreGone && left > limits.BytesMax;
            if (!isTooMuch && now - upload.StoredAt <= limits.AgeMax)
                break;
            chosen.Add(upload);
            left -= upload.SizeBytes;
        }

        return chosen;
    }
}
