using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Catalog.References;

/// <summary>
/// <c>oci:registry/repo[:tag|@sha256:…]</c>; <c>oci://…</c> is taken for it. The digest in it is that of the manifest,
/// not that of the model's file.
/// </summary>
internal static class OciReference
{
    private const string Shape = "An OCI reference is oci:registry/repo, with :tag or @sha256:… at its end";

    public static ReferenceReading Read(string rest)
    {
        string text = rest.StartsWith("//", StringComparison.Ordinal) ? rest[2..] : rest;
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return ReferenceReading.Bad($"{Shape}.");
        string registry = text[..slash].ToLowerInvariant();
        if (!IsRegistry(registry))
            return ReferenceReading.Bad($"{Shape}: a registry is a host with or without a port.");

        string repository = text[(slash + 1)..];
        string end = string.Empty;
        if (repository.IndexOf('@', StringComparison.Ordinal) is >= 0 and int at)
        {
            if (!Sha256Digest.TryParse(repository[(at + 1)..], out Sha256Digest digest))
                return ReferenceReading.Bad($"{Shape}: what follows the '@' is no digest.");
            (repository, end) = (repository[..at], $"@{digest}");
        }
        else if (repository.IndexOf(':', StringComparison.Ordinal) is >= 0 and int colon)
        {
            if (!IsTag(repository[(colon + 1)..]))
                return ReferenceReading.Bad($"{Shape}: what follows the ':' is no tag.");
            (repository, end) = (repository[..colon], repository[colon..]);
        }

        return repository.Split('/').All(IsComponent)
            ? ReferenceReading.Of($"oci:{registry}/{repository}{end}")
            : ReferenceReading.Bad($"{Shape}: a repository has lower-case letters, digits, '.', '_' and '-'.");
    }

    private static bool IsRegistry(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return ReferenceText.IsName(colon < 0 ? text : text[..colon])
            && !text.Contains('_', StringComparison.Ordinal)
            && (colon < 0 || (ushort.TryParse(text[(colon + 1)..], out ushort port) && port > 0
                && char.IsAsciiDigit(text[colon + 1])));
    }

    private static bool IsTag(string text) =>
        ReferenceText.IsName(text.StartsWith('_') ? "a" + text[1..] : text);

    private static bool IsComponent(string text) => ReferenceText.IsName(text)
        && !text.Any(char.IsAsciiLetterUpper)
        && char.IsAsciiLetterOrDigit(text[^1]);
}
