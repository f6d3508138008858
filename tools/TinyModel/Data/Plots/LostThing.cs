namespace LlamaOrch.Tools.TinyModel.Data.Plots;

/// <summary>The hero loses something, and a friend helps to find it.</summary>
internal static class LostThing
{
    public static Plot Plot { get; } = new(
        new Dictionary<string, string[]>
        {
            ["thing"] = ["ball", "hat", "key", "bell", "kite", "lamp", "book", "drum", "map", "scarf"],
            ["place"] = ["under a bush", "behind a rock", "near the river", "in the tall grass", "by the old bridge"],
        },
        ["and a lost {thing}", "who lost {his} {thing}", "who lost a {thing}"],
        [
            "[One day|One morning], {who} lost {his} [favorite |]{thing}.",
            "[{he} looked everywhere, but {he} could not find it.|{he} looked and looked, but it was gone.]",
            "[Then {he} met the {friend}.|The {friend} saw that {who} was sad.]",
            "\"I will help you,\" said the {friend}.",
            "[They looked together, and soon they found the {thing} {place}.|They found the {thing} {place}.]",
            "[{who} was very happy and thanked the {friend}.|\"Thank you, my friend,\" said {who}.]",
        ],
        [
            ("What did the {hero} lose?", "The {hero} lost {his} {thing}."),
            ("Who helped the {hero}?", "The {friend} helped the {hero}."),
            ("Where was the {thing}?", "The {thing} was {place}."),
        ]);
}
