using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.PoolManager.Engines;

/// <summary>Model ids out of what engines and files call their models.</summary>
internal static class ModelNames
{
    /// <summary>The id of a text that is one; null otherwise.</summary>
    public static ModelId? Parse(string? text) => IdentifierRules.TryParse(text, out ModelId id) ? id : null;

    /// <summary>
    /// The file's name without its ending, with what an id may not have replaced; null when nothing is left.
    /// </summary>
    public static ModelId? FromPath(string? path)
    {
        if (string.IsNullOrEmpty(path))
            return null;
        string name = Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));
        return Parse(Clean(name, IdentifierRules.LengthMax));
    }

    /// <summary>A text with every character that an id may not have replaced by a dash.</summary>
    public static string Clean(string text, int lengthMax)
    {
        string cut = text.Length <= lengthMax ? text : text[..lengthMax];
        string safe = string.Concat(cut.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-'));
        return safe.Replace("..", ".-", StringComparison.Ordinal);
    }

    /// <summary>The probe of a healthy engine whose model has no usable name.</summary>
    public static EngineProbe NoName(EngineAttachment engine) => new(
        EngineHealth.Down,
        Sentence: $"The engine at {engine.ShownUrl} does not name its model as clients could ask for it: "
            + "set model_id.");
}
