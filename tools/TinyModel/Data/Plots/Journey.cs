namespace LlamaOrch.Tools.TinyModel.Data.Plots;

/// <summary>A day trip to somewhere new.</summary>
internal static class Journey
{
    public static Plot Plot { get; } = new(
        new Dictionary<string, string[]>
        {
            ["goal"] = ["the sea", "the lake", "the market", "the waterfall", "the town", "the top of the mountain"],
            ["sight"] = ["a rainbow", "a big ship", "white birds", "shiny stones", "a tall tower", "a red balloon"],
        },
        ["who goes to {goal}", "and a trip to {goal}", "on a journey", "and a journey", "and an adventure"],
        [
            "[One sunny day|One summer day], {who} wanted to see {goal}.",
            "{he} packed some {food} and [went to get the {friend}|asked the {friend} to come too].",
            "They walked [all morning|over hills and fields] and sang a song.",
            "[At {goal} they saw {sight}.|When they came to {goal}, they saw {sight}.]",
            "\"[This is wonderful|How beautiful],\" said the {friend}.",
            "[In the evening they went home, tired and happy.|They came home late and slept well.]",
        ],
        [
            ("Where did they go?", "They went to {goal}."),
            ("What did they see?", "They saw {sight}."),
            ("Who went with the {hero}?", "The {friend} went with the {hero}."),
        ]);
}
