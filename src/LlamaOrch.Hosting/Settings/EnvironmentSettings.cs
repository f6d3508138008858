using System.Collections;

namespace LlamaOrch.Hosting.Settings;

/// <summary>Reads environment variables with a prefix; <c>__</c> stands for a colon.</summary>
internal static class EnvironmentSettings
{
    /// <summary>Reads those of this process.</summary>
    public static void Read(string prefix, GivenSettings into)
    {
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            string name = (string)variable.Key;
            if (name.Length == prefix.Length || !name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                continue;
            string key = name[prefix.Length..].Replace("__", ":", StringComparison.Ordinal);
            into.Add(key, (string?)variable.Value ?? string.Empty, $"environment variable {name}");
        }
    }
}
