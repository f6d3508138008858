using System.Text.RegularExpressions;
using LlamaOrch.Architecture.Tests.Sources;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace LlamaOrch.Architecture.Tests.Rules;

public sealed partial class LogEventTests
{
    private static readonly Dictionary<string, (int First, int Last)> Ranges = new()
    {
        ["src/LlamaOrch.Hosting/"] = (1000, 1999),
        ["src/LlamaOrch.Orchestrator/"] = (2000, 2999),
        ["src/LlamaOrch.PoolManager/"] = (3000, 3999),
        ["src/LlamaOrch.LlamaCpp/"] = (4000, 4999),
        ["hosts/llama-orch/"] = (5000, 5999),
    };

    // Ids, closed sets and numbers, none of which a client chooses but ids, whose alphabet is narrow; and types that
    // hide what is secret in them themselves.
    private static readonly HashSet<string> Types =
    [
        "ILogger", "LogLevel", "Exception", "RequestOrigin", "Uri", "int", "long", "double", "TimeSpan",
        "NodeId", "PoolId", "ModelId", "TaskId", "LeaseId", "SessionId", "Sha256Digest",
        "NodeState", "ApiRole", "TokenVerdict", "LinkOutcome", "ErrorCode",
        "AskedRequest", "RequestEnd", "InferFacts", "EngineLine",
    ];

    // Words of ours, of the system's or of the operator's settings; never a body's, a header's or a token's.
    private static readonly HashSet<string> Texts =
    [
        "path", "reason", "problem", "problems", "strategy", "engine", "engineVersion", "line", "what", "caller",
        "category",
    ];

    [Fact]
    public void No_event_id_is_used_twice() => Violations.None(
        "The same id for two messages:",
        from message in Messages()
        group message.Path by message.Id into same
        where same.Count() > 1
        select $"{same.Key}: {string.Join(", ", same)}");

    [Fact]
    public void Every_event_id_is_in_the_range_of_its_area() => Violations.None(
        "Out of the area's range:",
        from message in Messages()
        let range = Ranges.FirstOrDefault(range => message.Path.StartsWith(range.Key, StringComparison.Ordinal)).Value
        where message.Id < range.First || message.Id > range.Last
        select $"{message.Path}: {message.Id}, not {range.First} to {range.Last}");

    [Fact]
    public void There_are_messages_to_judge() => Assert.NotEmpty(Messages());

    [Fact]
    public void Nothing_is_logged_but_by_a_generated_method() => Violations.None(
        "A message without an event id:",
        from source in Repository.SourcesIn("src").Concat(Repository.SourcesIn("hosts"))
        from call in source.Nodes<MemberAccessExpressionSyntax>()
        where call.Name.Identifier.Text is
            "LogTrace" or "LogDebug" or "LogInformation" or "LogWarning" or "LogError" or "LogCritical"
        select $"{source.Path}: {call}");

    [Fact]
    public void Every_event_has_a_name_of_its_own() => Violations.None(
        "No name in snake case, or one that another event has:",
        from message in Messages()
        group message by message.Name into same
        where same.Count() > 1 || !SnakeCase().IsMatch(same.Key)
        select $"'{same.Key}': {string.Join(", ", same.Select(message => message.Path))}");

    [Fact]
    public void No_sentence_has_an_id_of_a_request() => Violations.None(
        "Ids are parameters that do not stand in the sentence:",
        from message in Messages()
        from id in (string[])["TaskId", "JobId", "CorrelationId", "TraceId", "LeaseId", "SessionId", "ProcessId"]
        where message.Template.Contains($"{{{id}}}", StringComparison.OrdinalIgnoreCase)
        select $"{message.Path}: {message.Template}");

    [Fact]
    public void Nothing_is_logged_but_what_can_be_shown() => Violations.None(
        "A parameter of a type that may carry a secret, or a text by a name that says nothing of where it comes from:",
        from message in Messages()
        from parameter in message.Parameters
        let type = parameter.Type!.ToString().TrimEnd('?')
        where type == "string" ? !Texts.Contains(parameter.Identifier.Text) : !Types.Contains(type)
        select $"{message.Path}: {parameter}");

    [Fact]
    public void The_reference_lists_every_event()
    {
        IEnumerable<string> rows =
            from message in Messages()
            orderby message.Id
            let sentence = message.Template.Replace("|", "\\|", StringComparison.Ordinal)
            select $"| {message.Id} | `{message.Name}` | {LevelOf(message)} | {sentence} |\n";
        string table = $"| id | event | level | sentence |\n|---|---|---|---|\n{string.Concat(rows)}";

        Assert.True(
            File.ReadAllText(Repository.At("docs/reference/logs.md")).EndsWith(table, StringComparison.Ordinal),
            $"docs/reference/logs.md is to end with this table:\n{table}");
    }

    private static string LevelOf(LogMessage message) => message.Level switch
    {
        "LogLevel.Debug" => "debug",
        "LogLevel.Information" => "info",
        "LogLevel.Warning" => "warn",
        "LogLevel.Error" => "error",
        "" => "warn or info",
        _ => throw new InvalidOperationException($"no word for {message.Level}"),
    };

    private static IEnumerable<LogMessage> Messages() =>
        from source in Repository.SourcesIn("src").Concat(Repository.SourcesIn("hosts"))
        from attribute in source.Nodes<AttributeSyntax>()
        where attribute.Name.ToString() == "LoggerMessage"
        select LogMessage.Read(source.Path, attribute);

    [GeneratedRegex("^[a-z]+(_[a-z]+)*$")]
    private static partial Regex SnakeCase();
}
