using System.Text;

namespace LlamaOrch.LlamaCpp.Tests.Fixtures.Grammars;

/// <summary>Writes random texts that a grammar allows; deep in, it takes the shortest way out.</summary>
internal sealed class GbnfSampler
{
    private const int DepthFree = 24;
    private const int Endless = 1_000_000;

    private readonly Dictionary<string, GbnfNode> _rules;
    private readonly Dictionary<string, int> _heights = [];
    private readonly Random _random;
    private readonly StringBuilder _text = new();

    public GbnfSampler(string grammar, Random random)
    {
        _rules = GbnfParser.Parse(grammar);
        _random = random;
        bool hasChanged = true;
        while (hasChanged)
        {
            hasChanged = false;
            foreach ((string name, GbnfNode node) in _rules)
            {
                int height = Height(node);
                hasChanged |= height < _heights.GetValueOrDefault(name, Endless);
                _heights[name] = Math.Min(height, _heights.GetValueOrDefault(name, Endless));
            }
        }
    }

    /// <summary>One text; null where none can be finished.</summary>
    public string? Next()
    {
        if (_heights["root"] >= Endless)
            return null;
        _text.Clear();
        Write(_rules["root"], 0);
        return _text.ToString();
    }

    private int Height(GbnfNode node)
    {
        if (node.Rule is string name)
            return Math.Min(Endless, _heights.GetValueOrDefault(name, Endless) + 1);
        if (node.Sequence is not null)
            return node.Sequence.Select(Height).DefaultIfEmpty(0).Max();
        if (node.Choices is not null)
            return node.Choices.Min(Height);
        return node.Repeated is not null && node.Min > 0 ? Height(node.Repeated) : 0;
    }

    private void Write(GbnfNode node, int depth)
    {
        bool isDeep = depth > DepthFree || _text.Length > 2000;
        if (node.Literal is not null)
            _text.Append(node.Literal);
        else if (node.Class is not null)
            _text.Append(Character(node.Class));
        else if (node.Rule is not null)
            Write(_rules[node.Rule], depth + 1);
        else if (node.Sequence is not null)
            foreach (GbnfNode part in node.Sequence)
                Write(part, depth);
        else if (node.Choices is not null)
        {
            int least = node.Choices.Min(Height);
            GbnfNode[] ways = [.. node.Choices.Where(way => isDeep ? Height(way) == least : Height(way) < Endless)];
            Write(ways[_random.Next(ways.Length)], depth);
        }
        else
        {
            int count = node.Min;
            while (!isDeep && count < node.Max && _random.Next(3) > 0)
                count++;
            for (int i = 0; i < count; i++)
                Write(node.Repeated!, depth);
        }
    }

    /// <summary>
    /// Mostly ASCII, and nothing that takes two units or joins its neighbour: validators count these differently.
    /// </summary>
    private char Character(IReadOnlyList<(int Low, int High)> ranges)
    {
        (int Low, int High)[] usable = [.. ranges.Where(range => range.Low < 0x300)];
        (int Low, int High)[] ascii = [.. usable.Where(range => range.Low < 0x7F)];
        (int low, int high) = ascii.Length > 0 && _random.Next(8) > 0
            ? ascii[_random.Next(ascii.Length)]
            : usable[_random.Next(usable.Length)];
        if (low < 0x7F)
            high = Math.Min(high, 0x7E);
        return (char)_random.Next(low, Math.Min(high, 0x2FF) + 1);
    }
}
