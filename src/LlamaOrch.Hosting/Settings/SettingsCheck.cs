using System.Globalization;
using LlamaOrch.Hosting.Logging;

namespace LlamaOrch.Hosting.Settings;

/// <summary>One check of what was given against what may be given.</summary>
internal sealed class SettingsCheck(SettingNode root, GivenSettings given)
{
    // Shorter ones would be found by chance in the middle of words.
    private const int MaskedLengthMin = 4;

    private readonly List<string> problems = [.. given.Problems];
    private readonly HashSet<string> judged = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> secrets = [];

    /// <summary>Every problem so far; no value of a secret is in one.</summary>
    public IReadOnlyList<string> Problems => [.. problems.Select(Mask).Distinct()];

    /// <summary>Checks names and types; returns what can be bound.</summary>
    public IReadOnlyList<GivenSetting> Run()
    {
        List<GivenSetting> valid = [];
        foreach (GivenSetting setting in given.Values
            .Where(setting => !setting.Key.Equals(SettingsSource.ConfigKey, StringComparison.OrdinalIgnoreCase))
            .OrderBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase))
        {
            (string name, string? problem) = Judge(setting);
            if (problem is null)
            {
                valid.Add(setting);
                continue;
            }

            judged.Add(setting.Key);
            problems.Add($"{name}: {problem} ({setting.Origin}).");
        }

        return valid;
    }

    /// <summary>Takes what the rules found; what is said of a setting already is not said twice.</summary>
    public void AddRules(IEnumerable<string> failures)
    {
        foreach (string failure in failures)
        {
            int end = failure.IndexOf(": ", StringComparison.Ordinal);
            string key = end < 0 ? string.Empty : GivenKey(failure[..end]);
            if (judged.Contains(key))
                continue;
            // Beside its name, a rule would look like a secret of that name.
            string told = end < 0 ? failure : $"{key}: {LogRedaction.Text(failure[(end + 2)..])}";
            problems.Add(OriginOf(key) is string origin ? $"{told.TrimEnd('.')} ({origin})." : told);
        }
    }

    /// <summary>The setting's name, as it is documented where it exists, and what is wrong with it.</summary>
    private (string Name, string? Problem) Judge(GivenSetting setting)
    {
        SettingNode node = root;
        string name = string.Empty;
        foreach (string step in setting.Key.Split(':'))
        {
            if (node.IsValue)
                return (setting.Key, $"{name} is one value and has no parts");
            if (node is { Entry: not null, IsNumbered: true } && !IsNumber(step))
                return (setting.Key, $"entries of {name} are numbered from 0, such as {name}:0");
            string? part = node.Entry is null
                ? node.Parts.Keys.FirstOrDefault(part => part.Equals(step, StringComparison.OrdinalIgnoreCase))
                : step;
            if (part is null)
                return (setting.Key, $"there is no such setting; {Advice(setting.Key, name, step, node)}");
            node = node.Entry ?? node.Parts[part];
            name = name.Length == 0 ? part : $"{name}:{part}";
        }

        if (!node.IsValue)
            return (name, $"it is not one value: it has parts, such as {node.Paths(name).First()}");
        if (node.IsSecret)
            secrets.Add(setting.Value);
        string shown = node.IsSecret ? "the value" : $"'{LogRedaction.Text(setting.Value)}'";
        return (name, SettingTypes.ProblemOf(setting.Value, node.Type) is string problem ? $"{shown} {problem}" : null);
    }

    private string Advice(string key, string parent, string step, SettingNode node)
    {
        // The same name as other programs would write it, then the same at another level, then a misspelt one.
        string normal = key.Replace("__", ":", StringComparison.Ordinal).Replace('.', ':').Replace('-', '_');
        string? meant = root.Paths().Any(path => SameShape(path, normal)) ? normal : null;
        meant ??= root.Paths().FirstOrDefault(path => path.EndsWith($":{step}", StringComparison.OrdinalIgnoreCase));
        if (meant is null && NearestName.Of(step, node.Parts.Keys) is string nearest)
            meant = parent.Length == 0 ? nearest : $"{parent}:{nearest}";
        meant ??= root.Paths().FirstOrDefault(path =>
            NearestName.Of(step.Replace('-', '_'), [path[(path.LastIndexOf(':') + 1)..]]) is not null);
        return meant is null ? "--help and the reference list those that exist" : $"did you mean {meant}?";
    }

    private static bool SameShape(string path, string key)
    {
        string[] wanted = path.Split(':');
        string[] steps = key.Split(':');
        return wanted.Length == steps.Length && wanted.Zip(steps).All(pair =>
            pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase)
            || (pair.First == "0" && IsNumber(pair.Second)));
    }

    private static bool IsNumber(string step) => int.TryParse(step, NumberStyles.None, null, out _);

    /// <summary>Rules count entries as they are bound, without the gaps that the numbers may have.</summary>
    private string GivenKey(string key)
    {
        string[] steps = key.Split(':');
        for (int index = 1; index < steps.Length; index++)
        {
            string prefix = string.Join(':', steps[..index]) + ":";
            if (!int.TryParse(steps[index], out int ordinal))
                continue;
            int[] numbers = [.. given.Values
                .Where(setting => setting.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                .Select(setting => int.TryParse(setting.Key[prefix.Length..].Split(':')[0], out int number)
                    ? number : -1)
                .Where(number => number >= 0).Distinct().Order()];
            if (ordinal < numbers.Length)
                steps[index] = $"{numbers[ordinal]}";
        }

        return string.Join(':', steps);
    }

    /// <summary>Where a setting was given; of one that is missing in an entry, where the entry begins.</summary>
    private string? OriginOf(string key)
    {
        if (given.Find(key) is GivenSetting found)
            return found.Origin;
        int end = key.LastIndexOf(':');
        if (end < 0)
            return null;
        string entry = key[..(end + 1)];
        return given.Values
            .Where(setting => setting.Key.StartsWith(entry, StringComparison.OrdinalIgnoreCase))
            .Select(setting => $"{setting.Key} is given by {setting.Origin}")
            .FirstOrDefault();
    }

    private string Mask(string problem) => secrets
        .Where(secret => secret.Length >= MaskedLengthMin)
        .Aggregate(problem, (text, secret) => text.Replace(secret, "***", StringComparison.Ordinal));
}
