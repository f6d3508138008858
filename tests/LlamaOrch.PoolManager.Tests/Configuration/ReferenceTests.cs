using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using LlamaOrch.PoolManager.Configuration;
using Microsoft.Extensions.Configuration;

namespace LlamaOrch.PoolManager.Tests.Configuration;

/// <summary>The reference lists every setting, with its default, and none that does not exist.</summary>
[Trait("lane", "unit")]
public sealed partial class ReferenceTests
{
    [Fact]
    public void Reference_and_options_list_the_same_settings()
    {
        string[] keys = [.. Keys(typeof(PoolManagerOptions), string.Empty), .. Keys(typeof(PoolOptions), "pools:N:")];
        string[] documented = [.. Rows().Select(row => row.Key)];

        Assert.Equal(keys.Where(key => key != "pools").Order(), documented.Order());
    }

    [Fact]
    public void Reference_states_the_numbers_that_are_defaults()
    {
        var defaults = new PoolManagerOptions();
        foreach (PropertyInfo property in typeof(PoolManagerOptions).GetProperties()
            .Where(property => property.PropertyType == typeof(int)))
        {
            string key = KeyOf(property)!;
            string stated = Rows().Single(row => row.Key == key).Default;

            Assert.Equal($"{property.GetValue(defaults)}", stated.Replace(",", string.Empty, StringComparison.Ordinal));
        }
    }

    private static IEnumerable<string> Keys(Type type, string prefix) =>
        type.GetProperties().Select(KeyOf).OfType<string>().Select(key => prefix + key);

    private static string? KeyOf(PropertyInfo property) =>
        property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name;

    private static IEnumerable<(string Key, string Default)> Rows([CallerFilePath] string here = "") => File
        .ReadLines(Path.Combine(
            Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "reference", "pool-managerd.md"))
        .TakeWhile(line => line != "## Routes")
        .Select(line => Row().Match(line))
        .Where(match => match.Success)
        .Select(match => (match.Groups[1].Value, match.Groups[2].Value.Trim()));

    [GeneratedRegex(@"^\| `([a-zN:_]+)` \| ([^|]*) \|")]
    private static partial Regex Row();
}
