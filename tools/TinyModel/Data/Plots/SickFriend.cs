namespace LlamaOrch.Tools.TinyModel.Data.Plots;

/// <summary>A sick friend is looked after.</summary>
internal static class SickFriend
{
    public static Plot Plot { get; } = new(
        new Dictionary<string, string[]>
        {
            ["gift"] = ["soup", "flowers", "tea", "a book", "honey"],
        },
        ["and a sick friend", "who helps a sick friend", "who helps a friend", "and helping a friend"],
        [
            "One day, {who} heard that the {friend} was sick [in bed|at home].",
            "\"I must help {fhim},\" said {who}.",
            "So {he} took {gift} and [walked through the rain|went to see the {friend}].",
            "[{who} sat by the bed and told a story.|{who} sang a quiet song.]",
            "[The next day, the {friend} was well again.|Soon the {friend} felt better.]",
            "\"You are the best friend of all,\" said the {friend}.",
        ],
        [
            ("Who was sick?", "The {friend} was sick."),
            ("What did the {hero} bring?", "The {hero} brought {gift}."),
        ]);
}
