using Microsoft.Extensions.Configuration;

namespace LlamaOrch.Hosting.Settings;

/// <summary>
/// Gives the settings to .NET's configuration, and keeps their origins for <see cref="SettingsReader"/>.
/// </summary>
internal sealed class SettingsProvider(Func<GivenSettings> read) : ConfigurationProvider
{
    /// <summary>What was read last.</summary>
    public GivenSettings Given { get; private set; } = new();

    /// <inheritdoc/>
    public override void Load()
    {
        Given = read();
        Data = Given.Values.ToDictionary(
            setting => setting.Key, setting => (string?)setting.Value, StringComparer.OrdinalIgnoreCase);
    }
}
