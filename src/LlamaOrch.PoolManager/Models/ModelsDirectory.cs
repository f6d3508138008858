using LlamaOrch.PoolManager.Configuration;
using Microsoft.Extensions.Options;

namespace LlamaOrch.PoolManager.Models;

/// <summary>The one folder from which callers may register files.</summary>
internal sealed class ModelsDirectory(IOptions<PoolManagerOptions> options)
{
    private readonly string? folder =
        options.Value.ModelsDir is string setting ? Path.GetFullPath(setting) : null;

    /// <summary>Whether the node has one.</summary>
    public bool IsSet => folder is not null;

    /// <summary>
    /// The file that a caller's path means, with every link followed; null when it lies outside the folder.
    /// </summary>
    public string? Resolve(string path) =>
        folder is not null
        && RealPath.Of(folder) is string real
        && RealPath.Of(Path.Combine(folder, path)) is string file
        && RealPath.IsBelow(file, real)
            ? file
            : null;

    /// <summary>
    /// A file's path below the folder, or its name alone: callers need not know where else things lie.
    /// </summary>
    public string NameOf(string file)
    {
        string? real = folder is null ? null : RealPath.Of(folder);
        return real is not null && RealPath.IsBelow(file, real)
            ? Path.GetRelativePath(real, file)
            : Path.GetFileName(file);
    }
}
