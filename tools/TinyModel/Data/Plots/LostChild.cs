namespace LlamaOrch.Tools.TinyModel.Data.Plots;

/// <summary>The hero brings a lost little one home.</summary>
internal static class LostChild
{
    public static Plot Plot { get; } = new(
        new Dictionary<string, string[]>
        {
            ["child"] = ["duckling", "kitten", "lamb", "chick", "puppy", "foal", "piglet"],
            ["place"] = ["in the forest", "by the river", "on the road", "in the tall grass", "near the bridge"],
        },
        ["and a lost {child}", "who finds a {child}", "and a {child}"],
        [
            "One day, {who} [heard someone cry {place}|heard a small voice {place}].",
            "It was a little {child} that was lost.",
            "\"[Do not cry|Do not be afraid], I will help you,\" said {who}.",
            "[They asked the {friend} for the way.|The {friend} showed them the way.]",
            "[At last they found the mother of the {child}.|Soon the {child} was back with its mother.]",
            "[The mother was so happy that she hugged {who}.|The mother thanked {who} many times.]",
        ],
        [
            ("Who was lost?", "A little {child} was lost."),
            ("Where was the {child}?", "The {child} was {place}."),
            ("Who showed them the way?", "The {friend} showed them the way."),
        ]);
}
