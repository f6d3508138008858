namespace LlamaOrch.Tools.TinyModel.Data.Plots;

/// <summary>The first snow of the year.</summary>
internal static class SnowDay
{
    public static Plot Plot { get; } = new(
        new Dictionary<string, string[]>
        {
            ["figure"] = ["snowman", "snow house", "snow castle"],
            ["drink"] = ["tea", "milk", "cocoa", "soup"],
        },
        [
            "in the snow", "and the first snow", "in the winter", "and the winter", "and the snow",
            "who builds a {figure}",
        ],
        [
            "One winter morning, [everything was white|the ground was white with snow].",
            "{who} [ran outside|put on a warm scarf] and called the {friend}.",
            "They made a big {figure} [with a carrot and a hat|and played in the snow].",
            "[Soon their feet were very cold.|After a while, they were cold.]",
            "So they went home and drank hot {drink} [by the fire|together].",
            "\"[I love the snow|Winter is fun],\" said {who}.",
        ],
        [
            ("What did they make in the snow?", "They made a big {figure}."),
            ("What did they drink?", "They drank hot {drink}."),
        ]);
}
