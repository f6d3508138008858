using System.Collections.Concurrent;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.PoolManager.Models;

/// <summary>
/// The digests of model files. One is good for one file of one size and one time of writing: when any of these changes
/// there is none until it has been computed again.
/// </summary>
internal sealed class ModelDigests
{
    /// <summary>Most digests that are remembered of files that nobody names any more.</summary>
    public const int ForgottenKept = 1024;

    private readonly ConcurrentDictionary<string, ModelFileFacts> files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, KnownDigest> known = new(StringComparer.Ordinal);

    /// <summary>A file came, changed, went, or its digest is known now.</summary>
    public event Action? Changed;

    /// <summary>What is known of a file; null when there is none.</summary>
    public ModelFileFacts? Find(string path) =>
        files.TryGetValue(path, out ModelFileFacts? facts) ? facts : See(path, FileFingerprint.Of(path));

    /// <summary>Looks at files anew, without reading them; forgets all others.</summary>
    /// <returns>Those whose digest is to be computed.</returns>
    public IReadOnlyList<string> Scan(IReadOnlyCollection<string> paths)
    {
        bool changed = false;
        foreach (string path in files.Keys.Where(path => !paths.Contains(path)))
            changed |= files.TryRemove(path, out _);
        foreach (string path in paths)
        {
            ModelFileFacts? was = files.GetValueOrDefault(path);
            changed |= See(path, FileFingerprint.Of(path)) != was;
        }

        if (changed)
            Changed?.Invoke();
        return [.. paths.Where(path => files.GetValueOrDefault(path) is { Digest: null })];
    }

    /// <summary>The digest of a file as it was seen.</summary>
    public void Computed(string path, FileFingerprint fingerprint, Sha256Digest digest)
    {
        known[path] = new KnownDigest(
            path, fingerprint.SizeBytes, fingerprint.ModifiedTicks, digest, fingerprint.Number);
        if (files.TryGetValue(path, out ModelFileFacts? facts) && facts.Fingerprint == fingerprint)
        {
            files[path] = facts with { Digest = digest };
            Changed?.Invoke();
        }
    }

    /// <summary>The digest of a file that an engine has loaded is known now.</summary>
    public void Settled() => Changed?.Invoke();

    /// <summary>Takes what an earlier life has computed.</summary>
    public void Remember(IEnumerable<KnownDigest> earlier)
    {
        foreach (KnownDigest digest in earlier)
            known.TryAdd(digest.Path, digest);
    }

    /// <summary>What a later life need not compute: of the files that somebody names, and of some others.</summary>
    public IReadOnlyList<KnownDigest> Memory() =>
    [
        .. known.Values.Where(digest => files.ContainsKey(digest.Path)),
        .. known.Values.Where(digest => !files.ContainsKey(digest.Path)).Take(ForgottenKept),
    ];

    private ModelFileFacts? See(string path, FileFingerprint? seen)
    {
        if (seen is not FileFingerprint fingerprint)
        {
            files.TryRemove(path, out _);
            return null;
        }

        bool isKnown = known.TryGetValue(path, out KnownDigest? digest)
            && new FileFingerprint(digest.SizeBytes, digest.ModifiedTicks, digest.Number) == fingerprint;
        return files[path] = new ModelFileFacts(fingerprint, isKnown ? digest!.Digest : null);
    }
}
