namespace LlamaOrch.Tools.TinyModel.Data.Plots;

/// <summary>A frightening noise at night turns out to be harmless.</summary>
internal static class StrangeNoise
{
    public static Plot Plot { get; } = new(
        new Dictionary<string, string[]>
        {
            ["place"] = ["behind the door", "under the bed", "outside the window", "on the roof", "in the dark"],
        },
        ["and a strange noise", "who is afraid of the dark", "and the dark night", "and courage"],
        [
            "One night, {who} heard a strange noise {place}.",
            "[{he} was afraid, but {he} wanted to be brave.|{his} heart went very fast.]",
            "{he} took a [small|bright] lamp and [looked {place}|went to see].",
            "[It was only the {friend}, who could not sleep.|There was the {friend}, who was afraid of the dark too.]",
            "They both laughed [and were not afraid any more|for a long time].",
            "Then they [told stories|looked at the stars] until they fell asleep.",
        ],
        [
            ("What did the {hero} hear?", "The {hero} heard a strange noise {place}."),
            ("Who made the noise?", "It was only the {friend}."),
            ("What did the {hero} take?", "The {hero} took a lamp."),
        ]);
}
