namespace LlamaOrch.Core.Catalog.References;

/// <summary><c>hf:org/repo[/file][@rev]</c>; <c>hf://…</c> is taken for it.</summary>
internal static class HuggingFaceReference
{
    private const string Shape = "A Hugging Face reference is hf:org/repo, hf:org/repo/file or one of them with @rev";

    public static ReferenceReading Read(string rest)
    {
        string text = rest.StartsWith("//", StringComparison.Ordinal) ? rest[2..] : rest;
        int at = text.IndexOf('@', StringComparison.Ordinal);
        string[] steps = (at < 0 ? text : text[..at]).Split('/');
        if (steps.Length < 2)
            return ReferenceReading.Bad($"{Shape}.");
        if (!ReferenceText.IsName(steps[0]) || !ReferenceText.IsName(steps[1]))
            return ReferenceReading.Bad($"{Shape}: names have letters, digits, '.', '_' and '-'.");
        if (!steps[2..].All(ReferenceText.IsFileStep))
            return ReferenceReading.Bad($"{Shape}: its file has a plain path, without '.', '..' or empty steps.");
        if (at >= 0 && !text[(at + 1)..].Split('/').All(step => ReferenceText.IsName(step)))
            return ReferenceReading.Bad($"{Shape}: a revision is a branch, a tag or a commit.");
        return ReferenceReading.Of($"hf:{text}");
    }
}
