namespace LlamaOrch.Tools.TinyModel.Data.Plots;

/// <summary>The hero learns something new from a friend.</summary>
internal static class Lesson
{
    public static Plot Plot { get; } = new(
        new Dictionary<string, string[]>
        {
            ["skill"] = ["swim", "climb", "sing", "dance", "paint", "whistle", "skate", "read", "cook", "count"],
        },
        ["who learns to {skill}", "who wants to {skill}", "who can not {skill}", "and learning to {skill}"],
        [
            "{who} wanted to {skill}, but {he} did not know how.",
            "[So {he} asked the {friend} for help.|The {friend} said, \"I can teach you to {skill}.\"]",
            "[The first time, it was very hard.|At first {he} made many mistakes.]",
            "[But {he} tried again and again.|But {who} did not give up.]",
            "[After three days|After a week], {who} could {skill} very well.",
            "[The {friend} was proud of {him}.|\"Well done,\" said the {friend}.]",
        ],
        [
            ("What did the {hero} learn?", "The {hero} learned to {skill}."),
            ("Who taught the {hero}?", "The {friend} taught the {hero} to {skill}."),
        ]);
}
