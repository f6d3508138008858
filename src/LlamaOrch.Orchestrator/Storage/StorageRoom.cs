using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.Orchestrator.Storage;

/// <summary>Whether the disk of the database may be too full for it.</summary>
/// <param name="disks">The daemon's disks; none for a database elsewhere, whose disk is not ours to see.</param>
internal sealed class StorageRoom(Func<IReadOnlyList<DiskReport>> disks)
{
    /// <summary>What a few of the largest requests and the database's own log need.</summary>
    public const long ShortBytes = 64 * 1024 * 1024;

    /// <summary>Whether it is so short of room that only a write can tell whether writes work.</summary>
    public bool IsShort =>
        disks().Any(disk => disk.Purpose == DiskPurpose.Data && disk.FreeBytes < ShortBytes);
}
