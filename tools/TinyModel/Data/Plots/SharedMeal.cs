namespace LlamaOrch.Tools.TinyModel.Data.Plots;

/// <summary>The hero has much, a friend has nothing, and they share.</summary>
internal static class SharedMeal
{
    public static Plot Plot { get; } = new(
        new Dictionary<string, string[]>
        {
            ["vessel"] = ["basket", "bag", "box", "bowl", "pot"],
        },
        ["who shares {his} food", "and a hungry friend", "who has too much food", "and sharing"],
        [
            "[One day|In the autumn], {who} had a big {vessel} of {food}.",
            "[The {friend} came by and was very hungry.|On the way {he} met the {friend}, who was hungry.]",
            "[\"I have nothing to eat today,\" said the {friend}.|The {friend} looked at the {vessel} and was sad.]",
            "{who} [smiled and gave {fhim} half of the {food}|shared the {food} with the {friend}].",
            "They sat [on the grass|in the sun] and ate together.",
            "[Food tastes better with a friend.|The {friend} said thank you, and both were happy.]",
        ],
        [
            ("What did they eat?", "They ate {food} together."),
            ("Who was hungry?", "The {friend} was hungry."),
            ("What did the {hero} share?", "The {hero} shared {his} {food} with the {friend}."),
        ]);
}
