namespace LlamaOrch.Contracts.Nodes;

/// <summary>The room on a disk that a daemon writes to. Its path stays on the machine.</summary>
/// <param name="Purpose">What the daemon needs it for.</param>
/// <param name="FreeBytes">What the daemon may still write, bytes.</param>
/// <param name="TotalBytes">The size of the file system, bytes.</param>
public sealed record DiskReport(DiskPurpose Purpose, long FreeBytes, long TotalBytes)
{
    /// <summary>Most disks in one report.</summary>
    public const int DisksMax = 8;
}
