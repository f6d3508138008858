using System.Text.Json;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Hosting.Logging;
using LlamaOrch.TestKit.Files;
using Microsoft.Extensions.Logging;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Logging;

[Trait("lane", "unit")]
public sealed class LogSettingsReaderTests
{
    [Fact]
    public void Nothing_set_is_info_for_all_of_every_request()
    {
        LogConfig config = Config([]);

        Assert.Equal(
            (LogLevel.Information, 0, 1d),
            (config.Base.Level, config.Base.Levels.Count, config.Base.Sampling));
    }

    [Theory]
    [InlineData(true, "console")]
    [InlineData(false, "json")]
    public void People_at_a_terminal_get_sentences(bool isTerminal, string format) =>
        Assert.Equal(format, LogConfig.Of(_ => null, isTerminal).Format);

    [Fact]
    public void Variables_set_levels_and_the_share()
    {
        LogConfig config = Config(new()
        {
            ["LLORCH_LOG_LEVEL"] = "Warning",
            ["LLORCH_LOG_LEVELS"] = "LlamaOrch.Orchestrator=debug, Microsoft=info",
            ["LLORCH_LOG_SAMPLING"] = "0.25",
            ["LLORCH_LOG_FORMAT"] = "console",
        });

        Assert.Equal((LogLevel.Warning, 0.25, "console"), (config.Base.Level, config.Base.Sampling, config.Format));
        Assert.Equal(
            [("LlamaOrch.Orchestrator", LogLevel.Debug), ("Microsoft", LogLevel.Information)],
            config.Base.Levels.Select(entry => (entry.Key, entry.Value)));
    }

    [Fact]
    public void Every_problem_is_told()
    {
        StartupException failure = Assert.Throws<StartupException>(() => Config(new()
        {
            ["LLORCH_LOG_LEVEL"] = "loud",
            ["LLORCH_LOG_LEVELS"] = "Microsoft,Orleans=loud",
            ["LLORCH_LOG_SAMPLING"] = "2",
            ["LLORCH_LOG_FORMAT"] = "xml",
        }));

        Assert.Equal(ExitCode.BadConfiguration, failure.Code);
        Assert.Equal(
            ["LLORCH_LOG_LEVEL", "LLORCH_LOG_LEVELS", "LLORCH_LOG_LEVELS", "LLORCH_LOG_SAMPLING", "LLORCH_LOG_FORMAT"],
            failure.Message.Split(Environment.NewLine).Select(problem => problem.Split(':')[0]));
    }

    [Fact]
    public void The_file_wins_over_variables_where_it_speaks()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.File("log.json"), """{"levels":{"Orleans":"warn"},"sampling":0.5}""");

        LogSettings settings = Config(new()
        {
            ["LLORCH_LOG_LEVEL"] = "debug",
            ["LLORCH_LOG_SAMPLING"] = "0.1",
            ["LLORCH_LOG_CONFIG"] = directory.File("log.json"),
        }).Read();

        Assert.Equal((LogLevel.Debug, 0.5), (settings.Level, settings.Sampling));
        Assert.Equal(LogLevel.Warning, settings.Levels["Orleans"]);
    }

    [Theory]
    [InlineData("""{"level":"loud"}""", "level")]
    [InlineData("""{"level":3}""", "level")]
    [InlineData("""{"levels":["x"]}""", "levels")]
    [InlineData("""{"levels":{"Orleans":"loud"}}""", "levels")]
    [InlineData("""{"sampling":"all"}""", "sampling")]
    [InlineData("""{"sampling":-0.1}""", "sampling")]
    [InlineData("""{"colour":"red"}""", "colour")]
    [InlineData("[]", "body")]
    public void A_bad_value_is_told_by_its_field(string json, string field)
    {
        List<LogProblem> problems = [];

        LogSettingsReader.FromJson(JsonSerializer.Deserialize<JsonElement>(json), new LogSettings(), problems);

        Assert.Equal([field], problems.Select(problem => problem.Field));
    }

    [Fact]
    public void Categories_have_a_bound()
    {
        string levels = string.Join(
            ',', Enumerable.Range(0, LogSettingsReader.LevelsMax + 1).Select(i => $"\"c{i}\":\"info\""));
        List<LogProblem> problems = [];

        LogSettings settings = LogSettingsReader.FromJson(
            JsonSerializer.Deserialize<JsonElement>($"{{\"levels\":{{{levels}}}}}"), new LogSettings(), problems);

        Assert.Equal((LogSettingsReader.LevelsMax, 1), (settings.Levels.Count, problems.Count));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData(null)]
    public void A_file_that_can_not_be_read_is_no_start(string? text)
    {
        using var directory = new TemporaryDirectory();
        if (text is not null)
            File.WriteAllText(directory.File("log.json"), text);

        Assert.Throws<StartupException>(
            () => Config(new() { ["LLORCH_LOG_CONFIG"] = directory.File("log.json") }).Read());
    }

    private static LogConfig Config(Dictionary<string, string> variables) =>
        LogConfig.Of(name => variables.GetValueOrDefault(name), isTerminal: false);
}
