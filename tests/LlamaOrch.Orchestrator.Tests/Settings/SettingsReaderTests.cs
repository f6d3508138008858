using LlamaOrch.Contracts.Processes;
using LlamaOrch.Hosting.Settings;
using LlamaOrch.TestKit.Files;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Settings;

[Trait("lane", "unit")]
public sealed class SettingsReaderTests : IDisposable
{
    // A prefix of this class's own: the environment belongs to the whole process.
    private const string Prefix = "SAMPLESETTINGS_";

    private readonly TemporaryDirectory folder = new();
    private readonly List<string> variables = [];

    public void Dispose()
    {
        foreach (string variable in variables)
            Environment.SetEnvironmentVariable(variable, null);
        folder.Dispose();
    }

    [Fact]
    public void File_environment_and_arguments_are_read_and_later_ones_win()
    {
        string file = Write("""
            {
              // where it listens
              "addr": "10.0.0.1:1", "queue_capacity": 20, "weight": 0.5, "keep_prompts": true, "node_id": null,
              "origins": ["a", "b"], "pools": [ { "pool_id": "p", "model_path": "m", "slots": 3, }, ],
            }
            """);
        Set("queue_capacity", "30");
        Set("pools__1__pool_id", "q");
        Set("pools__1__model_path", "n");

        SampleOptions read = Read("--config", file, "--weight=2", "--pools:1:slots", "7");

        Assert.Equal(("10.0.0.1:1", 30, 2d, true, null),
            (read.Addr, read.QueueCapacity, read.Weight, read.KeepPrompts, read.NodeId));
        Assert.Equal(["a", "b"], read.Origins);
        Assert.Equal([("p", 3), ("q", 7)], read.Pools.Select(pool => (pool.PoolId, pool.Slots!.Value)));
    }

    [Fact]
    public void Every_problem_is_told_at_once_with_name_value_rule_and_origin()
    {
        string file = Write("""
            {
              "queue_capacity": 0,
              "pools": [
                { "pool_id": "p", "model_path": "m", "slots": "four" },
                { "pool_id": "q", "model_pth": "m" }
              ]
            }
            """);
        Set("WEIGHT", "heavy");

        string[] problems = Problems("--config", file, "--node-id", "n", "stray", "--keep_prompts", "maybe", "--addr");

        Assert.Equal(
            [
                "'stray': a word that belongs to no setting; settings are --name VALUE or --name=VALUE.",
                "addr: no value follows --addr; write --addr=VALUE.",
                "keep_prompts: 'maybe' is not true or false (argument --keep_prompts).",
                "node-id: there is no such setting; did you mean node_id? (argument --node-id).",
                "pools:0:slots: 'four' is not a whole number from -2147483648 to 2147483647 "
                    + $"({file}, line 4).",
                $"pools:1:model_path: a pool needs a model (pools:1:pool_id is given by {file}, line 5).",
                "pools:1:model_pth: there is no such setting; did you mean pools:1:model_path? "
                    + $"({file}, line 5).",
                $"queue_capacity: 0 is not from 1 to 100 ({file}, line 2).",
                $"weight: 'heavy' is not a number, such as 0.25 (environment variable {Prefix}WEIGHT).",
            ],
            problems.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("--quue_capacity=1", "queue_capacity")]
    [InlineData("--capacity_queue=1", null)]
    [InlineData("--queue-capacity=1", "queue_capacity")]
    [InlineData("--adrr=1", "addr")]
    [InlineData("--pools.0.pool-id=p", "pools:0:pool_id")]
    [InlineData("--pools__3__slots=1", "pools:3:slots")]
    [InlineData("--model_path=m", "pools:0:model_path")]
    [InlineData("--model-pth=m", "pools:0:model_path")]
    [InlineData("--zzz=1", null)]
    public void An_unknown_name_is_answered_with_the_nearest_and_no_list(string argument, string? nearest)
    {
        string problem = Assert.Single(Problems(argument));

        Assert.Contains("there is no such setting", problem, StringComparison.Ordinal);
        Assert.Contains(nearest is null ? "--help" : $"did you mean {nearest}?", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("keep_prompts", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \"addr\": \"a\",\n  \"wéight\" 1\n}", "line 3, column 12")]
    [InlineData("{ \"addr\": \"a\"", "line 1, column 14")]
    [InlineData("", "line 1, column 1")]
    [InlineData("[1]", "one object")]
    [InlineData("7", "one object")]
    [InlineData("{} {}", "line 1, column 4")]
    public void A_broken_file_is_told_with_line_and_column(string text, string where)
    {
        string problem = Assert.Single(Problems("--config", Write(text)));

        Assert.StartsWith("config: ", problem, StringComparison.Ordinal);
        Assert.Contains(where, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_file_hides_no_problem_of_the_arguments() => Assert.Equal(
        2, Problems("--config", Write("{"), "--queue_capacity=many").Length);

    [Theory]
    [InlineData("{\"addr\":\"a\",\n\"ADDR\":\"b\"}", "addr: it stands twice", "line 2")]
    [InlineData("{\"config\":\"b\"}", "config: a file can't name another one", "line 1")]
    [InlineData("{\"addr\":{\"ip\":1}}", "addr:ip: addr is one value and has no parts", "line 1")]
    [InlineData("{\"pools\":\"p\"}", "pools: it is not one value: it has parts, such as pools:0:pool_id", "line 1")]
    [InlineData("{\"pools\":[7]}", "pools:0: it is not one value: it has parts, such as pools:0:pool_id", "line 1")]
    [InlineData("{\"pools\":{\"a\":{\"slots\":1}}}", "entries of pools are numbered from 0", "line 1")]
    [InlineData("{\"queue_capacity\":1e99}", "queue_capacity: '1e99' is not a whole number", "line 1")]
    public void A_file_of_another_shape_is_told(string text, string what, string where)
    {
        string problem = Assert.Single(Problems("--config", Write(text)));

        Assert.Contains(what, problem, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(where, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/no/such/file.json")]
    [InlineData("/")]
    [InlineData("/dev/zero")]
    public void A_file_that_can_not_be_read_is_told(string path) => Assert.StartsWith(
        $"config: the file {path} can't be read: ", Assert.Single(Problems("--config", path)));

    [Fact]
    public void The_file_may_be_named_by_the_environment()
    {
        Set("CONFIG", Write("""{"queue_capacity": 77}"""));

        Assert.Equal(77, Read().QueueCapacity);
    }

    [Fact]
    public void A_value_of_a_secret_is_never_shown()
    {
        string[] problems = Problems("--engine_api_key", "planted word", "--engine_api_kye", "planted word");

        Assert.Equal(2, problems.Length);
        Assert.All(problems, problem => Assert.DoesNotContain("planted", problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Problems_of_a_list_with_gaps_have_the_numbers_that_were_given() => Assert.StartsWith(
        "pools:5:model_path: ",
        Assert.Single(Problems("--pools:2:pool_id=p", "--pools:2:model_path=m", "--pools:5:pool_id=q")));

    [Theory]
    [InlineData("addr=1", "write --addr=1")]
    [InlineData("/addr=1", "write --addr=1")]
    [InlineData("-addr=1", "write --addr=1")]
    [InlineData("--", "belongs to no setting")]
    [InlineData("-a", "belongs to no setting")]
    [InlineData("--=1", "settings begin with")]
    public void A_word_of_another_form_is_a_problem(string argument, string advice) =>
        Assert.Contains(advice, Assert.Single(Problems(argument)), StringComparison.Ordinal);

    [Fact]
    public void A_name_without_its_value_does_not_take_the_next_name()
    {
        Assert.StartsWith("node_id: no value", Assert.Single(Problems("--node_id", "--queue_capacity", "5")));
        Assert.Equal("--x", Read("--node_id=--x").NodeId);
    }

    [Fact]
    public void Problems_of_other_configuration_are_told_in_the_same_breath() =>
        Assert.Equal(2, Problems(["LLORCH_LOG_LEVEL 'x' must be a level"], "--queue_capacity=0").Length);

    private static SampleOptions Read(params string[] args) => Read([], args);

    private static SampleOptions Read(string[] other, string[] args)
    {
        var configuration = new ConfigurationBuilder();
        configuration.Add(new SettingsSource(Prefix, args, other));
        return SettingsReader.Read(configuration.Build(), new SampleRules());
    }

    private static string[] Problems(params string[] args) => Problems([], args);

    private static string[] Problems(string[] other, params string[] args)
    {
        StartupException failure = Assert.Throws<StartupException>(() => Read(other, args));
        Assert.Equal(ExitCode.BadConfiguration, failure.Code);
        return failure.Message.Split(Environment.NewLine);
    }

    private string Write(string text)
    {
        File.WriteAllText(folder.File("settings.json"), text);
        return folder.File("settings.json");
    }

    private void Set(string name, string value)
    {
        Environment.SetEnvironmentVariable(Prefix + name, value);
        variables.Add(Prefix + name);
    }
}
