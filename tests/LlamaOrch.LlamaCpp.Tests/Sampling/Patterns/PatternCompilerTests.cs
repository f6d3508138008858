using System.Text.RegularExpressions;
using LlamaOrch.LlamaCpp.Sampling.Automata;
using LlamaOrch.LlamaCpp.Sampling.Patterns;

namespace LlamaOrch.LlamaCpp.Tests.Sampling.Patterns;

[Trait("lane", "unit")]
public sealed class PatternCompilerTests
{
    private const string Alphabet = "ab01-_. @\"\\\tZé";

    /// <summary>Each is held against .NET's own engine on many texts.</summary>
    public static TheoryData<string> Patterns =>
    [
        "", "a", "^a", "a$", "^a$", "^$", "^a|b$", "a|", "^(?:a|b)+$", "^(a)(b)?$", "^(?<x>ab)*$", "^a{2}$", "^a{2,}$",
        "^a{1,3}b$", "^a+?b*?$", "^[ab]{2,3}?$", "^[^ab]$", "^[a-b0-1]+$", "^[-a]+$", "^[a-]+$",
        "^[\\w-]+$", "^\\d\\D$",
        "^\\w\\W$", "^\\S+$", "^.$", "^a.b$", "\\.", "^\\\\$", "^\"+$", "^\\x61\\u0062$", "^[\\x61]$", "a{", "^a{,2}$",
        "^(?!a)[ab]+$", "^(?=a)[ab]+$", "^(?=.*0)[ab01]+$", "^a(?!b)", "^a(?=b|$)", "^(?!.*aa)[ab]{3}$",
        "^(?!^[-.]*$)[-]?0*\\d*\\.?\\d*$", "^(?:(?!b)[ab])?0$", "(^a|b)1", "^a$|^b$", "()", "^(|a)b$", "(?:^|-)a",
        "^\\0?a$", "^\\ta?$", "^[\\b\\t]$", "^[.]$", "^[$^]$", "^[(|)]$", "a(?=0)0", "^(?:a(?!1)|b)[01]$",
    ];

    [Theory]
    [MemberData(nameof(Patterns))]
    public void Automaton_accepts_what_the_expression_matches(string pattern)
    {
        Dfa dfa = PatternCompiler.Compile(pattern, new AutomatonBudget());
        var reference = new Regex(pattern, RegexOptions.CultureInvariant);
        var random = new Random(7);
        for (int i = 0; i < 3000; i++)
        {
            string text = string.Concat(
                Enumerable.Range(0, random.Next(5))
                    .Select(_ => Alphabet[random.Next(i % 2 == 0 ? 6 : Alphabet.Length)]));
            // .NET's classes know more letters and digits than ECMA 262's.
            if (pattern.Contains("\\w", StringComparison.OrdinalIgnoreCase) && text.Contains('é'))
                continue;
            Assert.True(reference.IsMatch(text) == dfa.Accepts(text), $"{pattern} on '{text}'");
        }
    }

    [Theory]
    [InlineData("(", "without its")]
    [InlineData(")", "without its")]
    [InlineData("[a", "ends in the middle")]
    [InlineData("*a", "behind nothing")]
    [InlineData("a{3,2}", "wrong order")]
    [InlineData("[b-a]", "wrong order")]
    [InlineData("(?<=a)b", "looks behind")]
    [InlineData("(a)\\1", "refers back")]
    [InlineData("\\bword", "boundary")]
    [InlineData("(?i)a", "kind of group")]
    [InlineData("a\\", "ends in the middle")]
    [InlineData("\\p{Emoji}", "property")]
    [InlineData("\\Z", "does not have")]
    [InlineData("\\xg0", "hexadecimal")]
    [InlineData("a{0,100000}", "repeats more than")]
    [InlineData("a{99999999999999999999}", "repeats more than")]
    [InlineData("(?:(?:a{500}){500}){500}", "repeats too much")]
    [InlineData("(?:a|b)*a(?:a|b){20}", "states")]
    [InlineData("(?:.*a){12}.*b(?:.*c){12}(?:[ab]*a[ab]{14})", "too long")]
    public void Expression_that_can_not_be_held_says_why(string pattern, string words)
    {
        var refused = Assert.Throws<AutomatonException>(
            () => PatternCompiler.Compile(pattern, new AutomatonBudget()));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(", 100_000)]
    [InlineData("a?", 5000)]
    [InlineData("(a", 60)]
    [InlineData("[a-z]{1,2000}", 30)]
    [InlineData("(?!a)", 4000)]
    public void Hostile_length_and_nesting_are_bounded(string part, int count) =>
        Assert.Throws<AutomatonException>(() => PatternCompiler.Compile(
            string.Concat(Enumerable.Repeat(part, count)), new AutomatonBudget()));

    [Fact]
    public void Categories_of_letters_are_known()
    {
        Dfa dfa = PatternCompiler.Compile("^\\p{Lu}\\p{L}+$", new AutomatonBudget());
        Assert.True(dfa.Accepts("Ärger"));
        Assert.False(dfa.Accepts("ärger"));
        Assert.False(dfa.Accepts("A1"));
    }
}
