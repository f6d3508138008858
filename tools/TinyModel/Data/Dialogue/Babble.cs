using System.Text;

namespace LlamaOrch.Tools.TinyModel.Data.Dialogue;

/// <summary>Words that do not exist: they teach the model to spell back what it has never seen.</summary>
public static class Babble
{
    private static readonly string[] Onsets =
    [
        "b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z", "qu", "ch", "sh",
        "th", "st", "tr", "pl", "br", "cr", "gr", "sp", "ph", "",
    ];

    private static readonly string[] Nuclei = ["a", "e", "i", "o", "u", "y", "ee", "oo", "ai", "ou", "ea", "io", "ia"];

    private static readonly string[] Codas =
        ["", "", "", "n", "r", "s", "t", "l", "m", "ng", "nt", "st", "ck", "x", "d", "ll", "ss", "p", "ty", "cs", "ne"];

    /// <summary>One word of one to four syllables.</summary>
    public static string Word(SeededRandom random)
    {
        StringBuilder word = new();
        int syllables = 1 + random.Below(3) + random.Below(2);
        for (int i = 0; i < syllables; i++)
        {
            word.Append(random.Pick(Onsets)).Append(random.Pick(Nuclei)).Append(random.Pick(Codas));
        }

        if (word.Length < 3)
        {
            word.Append("ber");
        }

        return random.Chance(0.25) ? Template.Capitalise(word.ToString()) : word.ToString();
    }

    /// <summary>A line of noise: words, numbers, signs, code.</summary>
    public static string Text(SeededRandom random)
    {
        const string Signs = "!?.,;:()[]{}<>=+-*/%&#@$_\"'\\|~^`0123456789";
        StringBuilder text = new();
        int parts = 1 + random.Below(7);
        for (int i = 0; i < parts; i++)
        {
            text.Append(random.Chance(0.6) ? Word(random) : $"{Signs[random.Below(Signs.Length)]}");
            text.Append(random.Chance(0.8) ? " " : "");
        }

        return text.ToString().Trim();
    }
}
