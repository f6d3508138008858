namespace LlamaOrch.Tools.TinyModel.Data.Plots;

/// <summary>A friend's birthday, with a present.</summary>
internal static class Birthday
{
    public static Plot Plot { get; } = new(
        new Dictionary<string, string[]>
        {
            ["gift"] = ["hat", "book", "drum", "scarf", "ball", "lamp", "bell", "kite", "picture", "flute"],
            ["cake"] = ["apple", "nut", "berry", "carrot", "honey"],
        },
        ["and a birthday party", "and a birthday", "who goes to a party"],
        [
            "It was the birthday of the {friend}.",
            "{who} made {a:cake} cake and [took|chose] a nice {gift} as a gift.",
            "[Then {he} went to the {friend} and knocked on the door.|All the friends came to the party.]",
            "\"Happy birthday,\" said {who}.",
            "[The {friend} loved the {gift}.|The {friend} opened the gift and found the {gift}.]",
            "They ate the cake and [danced|sang songs|played games] until the [moon|stars] came out.",
        ],
        [
            ("What was the gift?", "The gift was a {gift}."),
            ("Who had a birthday?", "The {friend} had a birthday."),
            ("What cake did the {hero} make?", "The {hero} made {a:cake} cake."),
        ]);
}
