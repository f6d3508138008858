namespace LlamaOrch.Tools.TinyModel.Data.Plots;

/// <summary>Something goes wrong in the kitchen, and it ends well.</summary>
internal static class Cooking
{
    public static Plot Plot { get; } = new(
        new Dictionary<string, string[]>
        {
            ["dish"] = ["soup", "cake", "bread", "pie", "pudding"],
            ["fault"] = ["too hot", "too salty", "too sweet", "a little burnt", "very strange"],
        },
        ["who makes {dish}", "who cooks", "and a {dish}", "in the kitchen"],
        [
            "One day, {who} wanted to make {dish} [with {food}|for the {friend}].",
            "{he} worked in the kitchen [all morning|for hours].",
            "[But the {dish} was {fault}.|When {he} tasted the {dish}, it was {fault}.]",
            "[{who} was sad.|\"Oh no,\" said {who}.]",
            "Then the {friend} came and [tried it|took a big spoon].",
            "[\"I like it very much,\" said the {friend}, and they ate it all.|\"It is the best {dish},\" " +
            "said the {friend}, and they laughed.]",
        ],
        [
            ("What did the {hero} make?", "The {hero} made {dish}."),
            ("How was the {dish}?", "The {dish} was {fault}."),
            ("Who liked the {dish}?", "The {friend} liked the {dish}."),
        ]);
}
