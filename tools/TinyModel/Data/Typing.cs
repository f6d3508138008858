namespace LlamaOrch.Tools.TinyModel.Data;

/// <summary>Slips of the keyboard.</summary>
public static class Typing
{
    /// <summary>The text with two neighbouring letters of one longer word swapped, or one of them left out.</summary>
    public static string Slip(SeededRandom random, string text)
    {
        string[] words = text.Split(' ');
        int at = random.Below(words.Length);
        string word = words[at];
        if (word.Length < 5)
        {
            return text;
        }

        int letter = 1 + random.Below(word.Length - 3);
        words[at] = random.Chance(0.5)
            ? word.Remove(letter, 1)
            : word[..letter] + word[letter + 1] + word[letter] + word[(letter + 2)..];
        return string.Join(' ', words);
    }
}
