namespace LlamaOrch.Tools.TinyModel.Data.Plots;

/// <summary>A falling star and a wish that comes true.</summary>
internal static class Wish
{
    public static Plot Plot { get; } = new(
        new Dictionary<string, string[]>
        {
            ["wish"] = ["a friend", "a boat", "a warm bed", "a new hat", "a garden", "a flute"],
        },
        ["and a star", "and a falling star", "who makes a wish", "and the moon"],
        [
            "One night, {who} looked at the sky and saw a falling star.",
            "\"I wish for {wish},\" {he} said [quietly|with closed eyes].",
            "[The next day, the {friend} knocked on the door.|In the morning, the {friend} came by.]",
            "[\"I have something for you,\" said the {friend}.|The {friend} had a big surprise.]",
            "It was {wish}, [just as {who} had wished|and {who} jumped for joy].",
            "[Sometimes wishes come true.|{who} thanked the star and the {friend}.]",
        ],
        [
            ("What did the {hero} wish for?", "The {hero} wished for {wish}."),
            ("What did the {hero} see in the sky?", "The {hero} saw a falling star."),
        ]);
}
