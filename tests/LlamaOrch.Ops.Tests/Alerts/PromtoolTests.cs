using LlamaOrch.Ops.Tests.Rules;
using LlamaOrch.Ops.Tests.Tools;
using Xunit;

namespace LlamaOrch.Ops.Tests.Alerts;

public sealed class PromtoolTests
{
    public static TheoryData<string> TestFiles { get; } = [.. AlertFiles.Tests];

    [Fact]
    public async Task Rules_pass_promtools_check_with_its_lint()
    {
        string said = await Tool.SucceedsAsync(
            "promtool", "check", "rules", "--lint=all", "--lint-fatal", AlertFiles.Rules);

        int rules = RuleFile.Alerts.Count + RuleFile.Records.Count;
        Assert.Contains($"{rules} rules found", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Example_configuration_of_prometheus_passes_its_check_with_these_rules()
    {
        string said = await Tool.SucceedsAsync("promtool", "check", "config", AlertFiles.Prometheus);

        Assert.Contains("1 rule files found", said, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TestFiles))]
    public async Task Alerts_fire_stay_silent_and_resolve_as_their_unit_tests_say(string file) =>
        await Tool.SucceedsAsync("promtool", "test", "rules", file);

    [Theory]
    [MemberData(nameof(TestFiles))]
    public void Unit_tests_evaluate_the_groups_in_the_order_of_the_rules(string file) =>
        Assert.Equal(RuleFile.GroupNames, Yaml.Load(AlertFiles.Read(file)).Texts("group_eval_order"));
}
