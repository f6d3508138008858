using LlamaOrch.Contracts.Processes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace LlamaOrch.Hosting.Settings;

/// <summary>
/// Turns what was given into checked options. All problems are found in one go: what could not be read, names that do
/// not exist, values of another type, and what the rules say; each with its name, its value and where it was given.
/// </summary>
public static class SettingsReader
{
    /// <summary>Every problem of the settings of a daemon that is not built yet; none for good ones.</summary>
    /// <typeparam name="TOptions">The type of its options.</typeparam>
    /// <param name="environmentPrefix">What its environment variables begin with.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="validator">Its rules.</param>
    public static IReadOnlyList<string> ProblemsOf<TOptions>(
        string environmentPrefix, string[] args, IValidateOptions<TOptions> validator)
        where TOptions : class, new()
    {
        var configuration = new ConfigurationBuilder();
        configuration.Add(new SettingsSource(environmentPrefix, args, []));
        try
        {
            Read(configuration.Build(), validator);
            return [];
        }
        catch (StartupException failure)
        {
            return failure.Message.Split(Environment.NewLine);
        }
    }

    /// <summary>Reads and checks the options.</summary>
    /// <typeparam name="TOptions">Their type; its properties are the settings that exist.</typeparam>
    /// <param name="configuration">Made by <see cref="Startup.DaemonHost"/>.</param>
    /// <param name="validator">The rules. A problem of theirs begins with the setting's name and a colon.</param>
    /// <exception cref="StartupException">Something is not valid; the message has a line for every problem.</exception>
    public static TOptions Read<TOptions>(IConfigurationRoot configuration, IValidateOptions<TOptions> validator)
        where TOptions : class, new()
    {
        GivenSettings given = configuration.Providers.OfType<SettingsProvider>().Single().Given;
        var check = new SettingsCheck(SettingNode.Of(typeof(TOptions)), given);
        IReadOnlyList<GivenSetting> valid = check.Run();

        var options = new TOptions();
        new ConfigurationBuilder()
            .AddInMemoryCollection(valid.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build()
            .Bind(options);
        if (!given.IsIncomplete)
        {
            ValidateOptionsResult result = validator.Validate(null, options);
            check.AddRules(result.Failures ?? []);
        }

        return check.Problems.Count == 0
            ? options
            : throw new StartupException(
                ExitCode.BadConfiguration, string.Join(Environment.NewLine, check.Problems));
    }
}
