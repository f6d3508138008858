namespace LlamaOrch.Tools.TinyModel.Data.Plots;

/// <summary>An old map leads to something in the ground.</summary>
internal static class Treasure
{
    public static Plot Plot { get; } = new(
        new Dictionary<string, string[]>
        {
            ["place"] = ["under the old bridge", "behind the mill", "by the pond", "on the island", "in the cave"],
            ["prize"] = ["gold coins", "shiny stones", "old toys", "sweet cookies", "silver bells"],
        },
        ["and a treasure", "who finds a treasure", "and an old map", "who goes on an adventure"],
        [
            "One day, {who} found an old map.",
            "[\"It shows a treasure,\" said the {friend}.|{he} showed it to the {friend} at once.]",
            "They [began to dig|went to dig|dug a deep hole] {place}.",
            "[Soon they found a wooden box.|After an hour, they found a box.]",
            "In the box were {prize}.",
            "They shared the {prize} with all [the animals|their friends].",
        ],
        [
            ("What was in the box?", "In the box were {prize}."),
            ("Where was the treasure?", "The treasure was {place}."),
            ("What did the {hero} find?", "The {hero} found an old map and a treasure."),
        ]);
}
