using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Cli.Home;

/// <summary>Model files and the names that clients call them by.</summary>
internal static class ModelFile
{
    /// <summary>Where the model that ships with the product lies.</summary>
    public static string Shipped { get; } =
        Path.Combine(AppContext.BaseDirectory, "models", "llorch-tiny", "llorch-tiny.gguf");

    /// <summary>The file's name without its ending, with what an id can't hold replaced.</summary>
    public static ModelId NameOf(string path)
    {
        string name = string.Concat(Path.GetFileNameWithoutExtension(path)
            .Select(c => IdentifierRules.IsValid(c.ToString()) ? c : '-'));
        name = name.Replace("..", "-", StringComparison.Ordinal);
        if (name.Length > IdentifierRules.LengthMax)
            name = name[..IdentifierRules.LengthMax];
        return IdentifierRules.TryParse(name, out ModelId model) ? model : new ModelId("model");
    }
}
