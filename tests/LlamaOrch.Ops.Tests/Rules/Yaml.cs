using YamlDotNet.RepresentationModel;

namespace LlamaOrch.Ops.Tests.Rules;

/// <summary>Reading of YAML documents.</summary>
internal static class Yaml
{
    public static YamlMappingNode Load(string text)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(text);
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    public static string Text(this YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out YamlNode? value) ? ((YamlScalarNode)value).Value ?? string.Empty
            : string.Empty;

    public static IEnumerable<YamlMappingNode> List(this YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out YamlNode? value)
            ? ((YamlSequenceNode)value).Children.OfType<YamlMappingNode>()
            : [];

    public static IReadOnlyList<string> Texts(this YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out YamlNode? value)
            ? [.. ((YamlSequenceNode)value).Children.Select(item => ((YamlScalarNode)item).Value!)]
            : [];

    public static IReadOnlyDictionary<string, string> Map(this YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out YamlNode? value)
            ? ((YamlMappingNode)value).Children.ToDictionary(
                pair => ((YamlScalarNode)pair.Key).Value!, pair => ((YamlScalarNode)pair.Value).Value!)
            : new Dictionary<string, string>();
}
