namespace LlamaOrch.Tools.TinyModel.Data.Plots;

/// <summary>Two friends build something together.</summary>
internal static class Building
{
    public static Plot Plot { get; } = new(
        new Dictionary<string, string[]>
        {
            ["work"] = ["boat", "bridge", "swing", "small house", "cart", "tower", "raft"],
            ["stuff"] = ["wood", "rope", "leaves", "stones", "branches"],
            ["day"] = ["two days", "three days", "a week"],
        },
        ["who builds a {work}", "and a {work}", "who wants to build a {work}"],
        [
            "One [day|spring day], {who} wanted to build a {work}.",
            "[\"I will help you,\" said the {friend}.|{he} asked the {friend} to help.]",
            "They used {stuff} [and some nails|and a lot of time].",
            "They worked for {day}, [and it was hard work|and they never stopped].",
            "[At last the {work} was ready.|Then the {work} was done, and it was strong.]",
            "[All the animals came to see it.|{who} and the {friend} were very proud.]",
        ],
        [
            ("What did they build?", "They built a {work}."),
            ("Who helped the {hero}?", "The {friend} helped the {hero}."),
            ("How long did they work?", "They worked for {day}."),
        ]);
}
