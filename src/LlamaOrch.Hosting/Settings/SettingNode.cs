using System.ComponentModel;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace LlamaOrch.Hosting.Settings;

/// <summary>
/// What may stand at a place of the settings: a value, an object with named parts, or a list. Derived from an options
/// type, so that a property added there is known here.
/// </summary>
internal sealed partial class SettingNode
{
    private SettingNode(Type type, bool isSecret = false)
    {
        Type = Nullable.GetUnderlyingType(type) ?? type;
        IsSecret = isSecret;
    }

    /// <summary>The type of the value, without its nullability.</summary>
    public Type Type { get; }

    /// <summary>Whether its value is never shown.</summary>
    public bool IsSecret { get; }

    /// <summary>The parts of an object, by name; empty for values and lists.</summary>
    public IReadOnlyDictionary<string, SettingNode> Parts { get; private init; } =
        new Dictionary<string, SettingNode>();

    /// <summary>What each entry of a list or a dictionary is; null for anything else.</summary>
    public SettingNode? Entry { get; private init; }

    /// <summary>Whether entries are numbered, not named.</summary>
    public bool IsNumbered { get; private init; }

    /// <summary>Whether it is a single value.</summary>
    public bool IsValue => Entry is null && Parts.Count == 0;

    /// <summary>Whether values of that name and type are secrets: credentials are always texts.</summary>
    public static bool IsSecretName(string name, Type type) => type == typeof(string) && SecretName().IsMatch(name);

    /// <summary>The node of an options type, or of a property's type.</summary>
    public static SettingNode Of(Type type, bool isSecret = false)
    {
        if (EntryOf(type, out bool isNumbered) is Type entry)
            return new SettingNode(type) { Entry = Of(entry, isSecret), IsNumbered = isNumbered };
        if (TypeDescriptor.GetConverter(Nullable.GetUnderlyingType(type) ?? type).CanConvertFrom(typeof(string)))
            return new SettingNode(type, isSecret);
        return new SettingNode(type)
        {
            Parts = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .ToDictionary(NameOf, Of, StringComparer.OrdinalIgnoreCase),
        };
    }

    /// <summary>Every path to a value below this node, entries numbered 0: names to suggest.</summary>
    public IEnumerable<string> Paths(string prefix = "")
    {
        if (IsValue)
            return [prefix];
        IEnumerable<(string Name, SettingNode Node)> steps = Entry is null
            ? Parts.Select(part => (part.Key, part.Value))
            : [(IsNumbered ? "0" : "NAME", Entry)];
        return steps.SelectMany(step => step.Node.Paths(prefix.Length == 0 ? step.Name : $"{prefix}:{step.Name}"));
    }

    private static SettingNode Of(PropertyInfo property) =>
        Of(property.PropertyType, IsSecretName(NameOf(property), property.PropertyType));

    private static string NameOf(PropertyInfo property) =>
        property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name;

    private static Type? EntryOf(Type type, out bool isNumbered)
    {
        isNumbered = true;
        if (type == typeof(string))
            return null;
        Type[] generics = [.. type.GetInterfaces().Append(type).Where(each => each.IsGenericType)];
        Type? pairs = generics.FirstOrDefault(each =>
            each.GetGenericTypeDefinition() is Type open
            && (open == typeof(IDictionary<,>) || open == typeof(IReadOnlyDictionary<,>)));
        isNumbered = pairs is null;
        return pairs?.GetGenericArguments()[1]
            ?? generics.FirstOrDefault(each => each.GetGenericTypeDefinition() == typeof(IEnumerable<>))
                ?.GetGenericArguments()[0];
    }

    [GeneratedRegex("password|passwd|secret|token|api_?key|credential|^postgres_url$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
