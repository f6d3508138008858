using YamlDotNet.RepresentationModel;

namespace LlamaOrch.Ops.Tests.Rules;

/// <summary>The rule file, read.</summary>
internal static class RuleFile
{
    private static readonly YamlMappingNode[] Groups = [.. Yaml.Load(AlertFiles.Read(AlertFiles.Rules)).List("groups")];

    /// <summary>The groups, in their order.</summary>
    public static IReadOnlyList<string> GroupNames { get; } = [.. Groups.Select(group => group.Text("name"))];

    /// <summary>Every alert.</summary>
    public static IReadOnlyList<AlertRule> Alerts { get; } =
    [
        .. from @group in Groups
           from rule in @group.List("rules")
           let name = rule.Text("alert")
           where name.Length > 0
           select new AlertRule(
               name, rule.Text("expr"), rule.Text("for"), rule.Map("labels"), rule.Map("annotations")),
    ];

    /// <summary>Every recording rule.</summary>
    public static IReadOnlyList<RecordRule> Records { get; } =
    [
        .. from @group in Groups
           from rule in @group.List("rules")
           let name = rule.Text("record")
           where name.Length > 0
           select new RecordRule(name, rule.Text("expr")),
    ];
}
