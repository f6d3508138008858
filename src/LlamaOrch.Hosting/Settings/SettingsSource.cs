using Microsoft.Extensions.Configuration;

namespace LlamaOrch.Hosting.Settings;

/// <summary>
/// The one place that a daemon's settings come from: the JSON file that <c>config</c> names, then environment variables
/// with a prefix, then arguments; later ones win. It can be read again, which reads the file again.
/// </summary>
/// <param name="environmentPrefix">What the environment variables begin with.</param>
/// <param name="args">The arguments.</param>
/// <param name="otherProblems">
/// Problems of what is configured by other means, such as the log; told together with those of the settings.
/// </param>
internal sealed class SettingsSource(
    string environmentPrefix, IReadOnlyList<string> args, IReadOnlyList<string> otherProblems) : IConfigurationSource
{
    /// <summary>The name of the JSON file's own setting.</summary>
    public const string ConfigKey = "config";

    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new SettingsProvider(Read);

    private GivenSettings Read()
    {
        var outside = new GivenSettings();
        EnvironmentSettings.Read(environmentPrefix, outside);
        ArgumentSettings.Read(args, outside);

        var all = new GivenSettings();
        all.Problems.AddRange(otherProblems);
        if (outside.Find(ConfigKey) is GivenSetting file)
        {
            JsonSettings.Read(file.Value, all);
            if (all.Find(ConfigKey) is GivenSetting nested)
                all.Problems.Add($"{ConfigKey}: a file can't name another one ({nested.Origin}).");
        }

        all.Problems.AddRange(outside.Problems);
        foreach (GivenSetting setting in outside.Values)
            all.Add(setting.Key, setting.Value, setting.Origin);
        return all;
    }
}
