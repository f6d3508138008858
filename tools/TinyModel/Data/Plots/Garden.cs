namespace LlamaOrch.Tools.TinyModel.Data.Plots;

/// <summary>A seed, patience and a harvest.</summary>
internal static class Garden
{
    public static Plot Plot { get; } = new(
        new Dictionary<string, string[]>
        {
            ["plant"] = ["flower", "apple tree", "pumpkin", "sunflower", "rose", "cabbage", "pear tree"],
        },
        ["and a seed", "who plants a seed", "and a garden", "and {a:plant}"],
        [
            "One spring day, {who} found a [small|tiny] seed.",
            "{he} put it in the [warm |]ground and gave it water every day.",
            "[For a long time nothing happened.|\"Nothing will grow there,\" said the {friend}.]",
            "But {who} [waited and did not give up|was patient].",
            "Then {a:plant} grew, [and it was very big|the most beautiful of all].",
            "[The {friend} could not believe it.|{who} showed it to the {friend}, and they danced around it.]",
        ],
        [
            ("What did the {hero} find?", "The {hero} found a seed."),
            ("What grew from the seed?", "{a:plant} grew from the seed."),
        ]);
}
