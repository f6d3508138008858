using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.Hosting.Disks;

/// <summary>A folder that a daemon writes to.</summary>
/// <param name="Purpose">What it is for.</param>
/// <param name="Folder">Its absolute path.</param>
public readonly record struct WatchedDisk(DiskPurpose Purpose, string Folder);
