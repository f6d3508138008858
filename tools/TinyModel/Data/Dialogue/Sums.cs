namespace LlamaOrch.Tools.TinyModel.Data.Dialogue;

/// <summary>Sums of two digits and counting: what people try first on any model.</summary>
public sealed class Sums : IDialogue
{
    private static readonly string[] Words =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    private static readonly string[] Questions =
    [
        "What is {a} + {b}?", "What is {a}+{b}?", "What is {a} plus {b}?", "{a} + {b}", "{a}+{b}=?", "{a} + {b} = ?",
        "How much is {a} + {b}?", "How much is {a} and {b}?", "Calculate {a} + {b}.",
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Exchange> Compose(SeededRandom random)
    {
        if (random.Chance(0.25))
        {
            int last = 3 + random.Below(8);
            string goal = random.Chance(0.5) ? Words[last] : $"{last}";
            string text = Template.Expand(random, $"[Count to|Count from one to|Can you count to] {goal}.", NoSlots);
            return [new Exchange(text, Template.Capitalise(string.Join(", ", Words[1..(last + 1)])) + ".")];
        }

        int left = random.Below(11);
        int right = random.Below(11);
        string question = random.Pick(Questions).Replace("{a}", $"{left}").Replace("{b}", $"{right}");
        return [new Exchange(question, $"{left} plus {right} is {left + right}.")];
    }

    private static Dictionary<string, string> NoSlots { get; } = [];
}
