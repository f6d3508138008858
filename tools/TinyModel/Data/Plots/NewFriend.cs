namespace LlamaOrch.Tools.TinyModel.Data.Plots;

/// <summary>Someone lonely finds a friend.</summary>
internal static class NewFriend
{
    public static Plot Plot { get; } = new(
        new Dictionary<string, string[]>
        {
            ["game"] = ["hide and seek", "with a ball", "in the sand", "in the leaves", "a new game"],
        },
        ["who finds a friend", "and a new friend", "who has no friends", "and friendship"],
        [
            "But {who} was [often alone|lonely] and had nobody to play with.",
            "One day, {he} [met the {friend}|saw the {friend} by the road].",
            "\"[Do you want to play with me|Will you play with me]?\" asked {who}.",
            "\"Yes, I would love to,\" said the {friend}.",
            "They played {game} [all day|until it was dark].",
            "[From that day on, they were best friends.|After that day, {who} was never lonely again.]",
        ],
        [
            ("What did they play?", "They played {game}."),
            ("Who did the {hero} meet?", "The {hero} met the {friend}."),
        ]);
}
