using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LlamaOrch.Architecture.Tests.Sources;

/// <summary>One <c>LoggerMessage</c> with its method.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Id">The event's number.</param>
/// <param name="Name">The event's name; empty for none.</param>
/// <param name="Level">Its level as the code has it; empty where the caller says.</param>
/// <param name="Template">The sentence.</param>
/// <param name="Parameters">What the method takes.</param>
internal sealed record LogMessage(
    string Path, int Id, string Name, string Level, string Template, IReadOnlyList<ParameterSyntax> Parameters)
{
    public static LogMessage Read(string path, AttributeSyntax attribute)
    {
        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = attribute.ArgumentList!.Arguments;
        var method = (MethodDeclarationSyntax)attribute.Parent!.Parent!;
        return new LogMessage(
            path,
            int.Parse(
                (Named(arguments, "EventId") ?? arguments[0].Expression).ToString(), CultureInfo.InvariantCulture),
            TextOf(Named(arguments, "EventName")),
            arguments.Select(argument => argument.Expression.ToString())
                .FirstOrDefault(text => text.StartsWith("LogLevel.", StringComparison.Ordinal), ""),
            TextOf(Named(arguments, "Message") ?? arguments
                .Where(argument => argument.NameEquals is null)
                .Select(argument => argument.Expression)
                .First(expression => expression.IsKind(SyntaxKind.StringLiteralExpression))),
            [.. method.ParameterList.Parameters]);
    }

    private static ExpressionSyntax? Named(SeparatedSyntaxList<AttributeArgumentSyntax> arguments, string name) =>
        arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.Text == name)?.Expression;

    private static string TextOf(ExpressionSyntax? literal) =>
        (literal as LiteralExpressionSyntax)?.Token.ValueText ?? string.Empty;
}
