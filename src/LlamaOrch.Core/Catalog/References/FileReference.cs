namespace LlamaOrch.Core.Catalog.References;

/// <summary>
/// <c>file:/abs/path</c>; <c>file:///abs/path</c> is taken for it. The path is what follows, character by character:
/// nothing in it is decoded.
/// </summary>
internal static class FileReference
{
    public static ReferenceReading Read(string rest)
    {
        string path = rest.StartsWith("///", StringComparison.Ordinal) ? rest[2..] : rest;
        if (path.StartsWith("//", StringComparison.Ordinal))
            return ReferenceReading.Bad("A file reference has no host: write file:/path.");
        if (!path.StartsWith('/'))
            return ReferenceReading.Bad("A file reference has an absolute path: file:/models/model.gguf.");
        if (path.Contains('\\', StringComparison.Ordinal))
            return ReferenceReading.Bad("A file reference is written with '/', not with '\\'.");
        if (path.EndsWith('/'))
            return ReferenceReading.Bad("A file reference names a file, not a folder.");
        string[] steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (steps.Any(ReferenceText.IsDots))
            return ReferenceReading.Bad("A file reference has no '.' or '..' in its path: write where the file is.");
        return ReferenceReading.Of($"file:/{string.Join('/', steps)}");
    }
}
