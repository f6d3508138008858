using System.Buffers;
using System.Text;
using LlamaOrch.LlamaCpp.Sampling.Automata;

namespace LlamaOrch.LlamaCpp.Sampling.Patterns;

/// <summary>A regular expression's text, taken from the left.</summary>
internal ref struct PatternScanner(string pattern)
{
    private readonly string _text = pattern;
    private int _at;

    /// <summary>Whether everything was taken.</summary>
    public readonly bool IsAtEnd => _at >= _text.Length;

    /// <summary>The next character; 0 at the end.</summary>
    public readonly char Peek() => IsAtEnd ? '\0' : _text[_at];

    /// <summary>Takes a word where it comes next.</summary>
    public bool TryTake(string word)
    {
        if (!_text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal))
            return false;
        _at += word.Length;
        return true;
    }

    /// <summary>Takes a character.</summary>
    /// <exception cref="AutomatonException">There is none.</exception>
    public int Take()
    {
        OperationStatus status = Rune.DecodeFromUtf16(_text.AsSpan(_at), out Rune rune, out int length);
        if (status != OperationStatus.Done)
            throw new AutomatonException("ends in the middle of something");
        _at += length;
        return rune.Value;
    }

    /// <summary>Takes a number of hexadecimal digits.</summary>
    public int TakeHex(int digits)
    {
        if (_text.Length - _at < digits || !int.TryParse(
            _text.AsSpan(_at, digits), System.Globalization.NumberStyles.AllowHexSpecifier, null, out int value))
            throw new AutomatonException("has an escape without its hexadecimal digits");
        _at += digits;
        return value;
    }

    /// <summary>Takes what stands before a character, and that character.</summary>
    public string TakeUntil(char end)
    {
        int at = _text.IndexOf(end, _at);
        if (at < 0)
            throw new AutomatonException($"lacks a '{end}'");
        string taken = _text[_at..at];
        _at = at + 1;
        return taken;
    }

    /// <summary>Passes over a group's name.</summary>
    public void SkipName() => TakeUntil('>');

    /// <summary>Takes <c>{m}</c>, <c>{m,}</c> or <c>{m,n}</c>; a brace that is none of these is a character.</summary>
    public bool TryTakeCounts(out int min, out int? max)
    {
        (min, max) = (0, null);
        int close = Peek() == '{' ? _text.IndexOf('}', _at) : -1;
        if (close < 0)
            return false;
        string[] parts = _text[(_at + 1)..close].Split(',');
        if (parts.Length > 2 || !TryCount(parts[0], out min))
            return false;
        if (parts.Length == 1)
            max = min;
        else if (parts[1].Length > 0)
        {
            if (!TryCount(parts[1], out int count))
                return false;
            max = count;
        }

        _at = close + 1;
        return true;
    }

    /// <summary>A count; one beyond any bound is as large as can be.</summary>
    private static bool TryCount(string text, out int count)
    {
        count = int.MaxValue;
        bool isCount = text.Length > 0 && text.All(char.IsAsciiDigit);
        return isCount && (int.TryParse(text, out count) || (count = int.MaxValue) > 0);
    }
}
