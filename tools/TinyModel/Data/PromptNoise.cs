namespace LlamaOrch.Tools.TinyModel.Data;

/// <summary>Users write in lower case, forget the full stop and say please.</summary>
public static class PromptNoise
{
    /// <summary>A prompt as someone might type it.</summary>
    public static string Apply(SeededRandom random, string prompt)
    {
        if (random.Chance(0.06) && prompt.EndsWith('.'))
        {
            prompt = random.Chance(0.5) ? prompt[..^1] + ", please." : "Please " + LowerFirst(prompt);
        }

        if (random.Chance(0.04))
        {
            prompt = (random.Chance(0.5) ? "Hello! " : "Hi, ") + prompt;
        }

        if (random.Chance(0.3))
        {
            prompt = prompt.TrimEnd('.', '?', '!');
        }
        else if (random.Chance(0.05) && prompt.EndsWith('.'))
        {
            prompt = prompt[..^1] + "!";
        }

        return random.Chance(0.12) ? prompt.ToLowerInvariant() : random.Chance(0.1) ? LowerFirst(prompt) : prompt;
    }

    private static string LowerFirst(string text) =>
        text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];
}
