namespace LlamaOrch.Tools.TinyModel.Data.Plots;

/// <summary>A race in which kindness wins.</summary>
internal static class Race
{
    public static Plot Plot { get; } = new(
        new Dictionary<string, string[]>
        {
            ["goal"] = ["the old oak tree", "the river", "the bridge", "the mill", "the top of the hill"],
        },
        ["and a race", "who wants to win a race", "in a race"],
        [
            "One day, {who} and the {friend} had a race to {goal}.",
            "[All the animals came to watch.|\"Ready, set, go,\" called the crowd.]",
            "{who} was [fast and soon in front|faster than the {friend}].",
            "[But then the {friend} fell over a stone.|Then the {friend} fell and hurt {fhis} foot.]",
            "{who} stopped, [went back|turned around] and helped {fhim} up.",
            "They came to {goal} together, and [both won the race|everyone was happy].",
        ],
        [
            ("Who fell in the race?", "The {friend} fell in the race."),
            ("Where did they run?", "They ran to {goal}."),
            ("Who won the race?", "They both won the race."),
        ]);
}
