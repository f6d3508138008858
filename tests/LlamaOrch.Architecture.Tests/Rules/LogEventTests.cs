using System.Globalization;
using LlamaOrch.Architecture.Tests.Sources;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace LlamaOrch.Architecture.Tests.Rules;

public sealed class LogEventTests
{
    private static readonly Dictionary<string, (int First, int Last)> Ranges = new()
    {
        ["src/LlamaOrch.Hosting/"] = (1000, 1999),
        ["src/LlamaOrch.Orchestrator/"] = (2000, 2999),
        ["src/LlamaOrch.PoolManager/"] = (3000, 3999),
        ["src/LlamaOrch.LlamaCpp/"] = (4000, 4999),
        ["hosts/llama-orch/"] = (5000, 5999),
    };

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

    private static IEnumerable<(string Path, int Id)> Messages() =>
        from source in Repository.SourcesIn("src").Concat(Repository.SourcesIn("hosts"))
        from attribute in source.Nodes<AttributeSyntax>()
        where attribute.Name.ToString() == "LoggerMessage"
        select (source.Path, IdOf(attribute));

    private static int IdOf(AttributeSyntax attribute)
    {
        AttributeArgumentSyntax id = attribute.ArgumentList!.Arguments
            .FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.Text == "EventId")
            ?? attribute.ArgumentList.Arguments[0];
        return int.Parse(id.Expression.ToString(), CultureInfo.InvariantCulture);
    }
}
