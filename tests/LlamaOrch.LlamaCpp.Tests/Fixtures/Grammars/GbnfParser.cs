using System.Globalization;
using System.Text;

namespace LlamaOrch.LlamaCpp.Tests.Fixtures.Grammars;

/// <summary>Reads GBNF as llama.cpp documents it, so that tests can generate from a grammar without a model.</summary>
internal sealed class GbnfParser
{
    private readonly string _text;
    private int _at;

    private GbnfParser(string text) => _text = text;

    public static Dictionary<string, GbnfNode> Parse(string grammar)
    {
        var rules = new Dictionary<string, GbnfNode>();
        foreach (string line in grammar.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int define = line.IndexOf("::=", StringComparison.Ordinal);
            var parser = new GbnfParser(line[(define + 3)..]);
            rules.Add(line[..define].Trim(), parser.Choices());
            Assert.True(parser._at == parser._text.Length, line);
        }

        return rules;
    }

    private GbnfNode Choices()
    {
        var choices = new List<GbnfNode> { Sequence() };
        while (Peek() == '|')
        {
            _at++;
            choices.Add(Sequence());
        }

        return new GbnfNode { Choices = choices };
    }

    private GbnfNode Sequence()
    {
        var parts = new List<GbnfNode>();
        while (Peek() is not ('|' or ')' or '\0'))
            parts.Add(Repeated(Item()));
        return new GbnfNode { Sequence = parts };
    }

    private GbnfNode Item()
    {
        switch (_text[_at])
        {
            case '"':
                _at++;
                var literal = new StringBuilder();
                while (_text[_at] != '"')
                    literal.Append(new Rune(Character()));
                _at++;
                return new GbnfNode { Literal = literal.ToString() };
            case '[':
                return Class();
            case '(':
                _at++;
                GbnfNode group = Choices();
                Assert.Equal(')', _text[_at++]);
                return group;
            default:
                int start = _at;
                while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '-'))
                    _at++;
                Assert.True(_at > start, _text);
                return new GbnfNode { Rule = _text[start.._at] };
        }
    }

    private GbnfNode Class()
    {
        _at++;
        bool isNegative = _text[_at] == '^';
        if (isNegative)
            _at++;
        var ranges = new List<(int Low, int High)>();
        while (_text[_at] != ']')
        {
            int low = Character();
            if (_text[_at] == '-' && _text[_at + 1] != ']')
            {
                _at++;
                ranges.Add((low, Character()));
            }
            else
            {
                ranges.Add((low, low));
            }
        }

        _at++;
        return new GbnfNode { Class = isNegative ? Others(ranges) : ranges };
    }

    private static List<(int Low, int High)> Others(List<(int Low, int High)> ranges)
    {
        var others = new List<(int, int)>();
        int next = 0;
        foreach ((int low, int high) in ranges.Order().Append((0xD800, 0xD800)))
        {
            if (low > next)
                others.Add((next, low - 1));
            next = Math.Max(next, high + 1);
        }

        return others;
    }

    private GbnfNode Repeated(GbnfNode item)
    {
        while (Peek() is '*' or '+' or '?' or '{')
        {
            (int min, int max) = _text[_at] switch
            {
                '*' => (0, int.MaxValue),
                '+' => (1, int.MaxValue),
                '?' => (0, 1),
                _ => Counts(),
            };
            _at++;
            item = new GbnfNode { Repeated = item, Min = min, Max = max };
        }

        return item;
    }

    private (int Min, int Max) Counts()
    {
        int close = _text.IndexOf('}', _at);
        string[] parts = _text[(_at + 1)..close].Split(',');
        _at = close;
        int min = int.Parse(parts[0], CultureInfo.InvariantCulture);
        if (parts.Length == 1)
            return (min, min);
        return (min, parts[1].Length == 0 ? int.MaxValue : int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private int Character()
    {
        if (_text[_at] != '\\')
        {
            Assert.True(Rune.TryGetRuneAt(_text, _at, out Rune rune));
            _at += rune.Utf16SequenceLength;
            return rune.Value;
        }

        char escape = _text[_at + 1];
        _at += 2;
        int digits = escape switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits == 0)
            return escape switch { 'n' => '\n', 'r' => '\r', 't' => '\t', _ => escape };
        _at += digits;
        return int.Parse(_text.AsSpan(_at - digits, digits), NumberStyles.AllowHexSpecifier);
    }

    private char Peek()
    {
        while (_at < _text.Length && _text[_at] == ' ')
            _at++;
        return _at < _text.Length ? _text[_at] : '\0';
    }
}
