namespace LlamaOrch.Tools.TinyModel.Data.Plots;

/// <summary>Bad weather comes, and the hero gives a friend a roof.</summary>
internal static class Storm
{
    public static Plot Plot { get; } = new(
        new Dictionary<string, string[]>
        {
            ["weather"] = ["rain", "wind", "thunder", "snow", "hail"],
            ["drink"] = ["tea", "milk", "cocoa", "soup"],
        },
        ["in a storm", "and the storm", "and the {weather}"],
        [
            "[One evening|One night], a big storm came with a lot of {weather}.",
            "{who} was safe at home, but [the {friend} was outside|the {friend} had no dry place].",
            "[\"Come in,\" said {who}.|{who} opened the door and let the {friend} in.]",
            "They [sat by the fire|stayed warm] and drank hot {drink}.",
            "[In the morning, the sun came out.|When the storm was over, the sky was blue.]",
            "[The {friend} was thankful|The {friend} smiled] and said, \"You are a good friend.\"",
        ],
        [
            ("What did they drink?", "They drank hot {drink}."),
            ("Who was outside in the storm?", "The {friend} was outside in the storm."),
            ("Who opened the door?", "The {hero} opened the door for the {friend}."),
        ]);
}
