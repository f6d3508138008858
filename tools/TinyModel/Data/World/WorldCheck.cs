namespace LlamaOrch.Tools.TinyModel.Data.World;

/// <summary>What makes the world learnable: a question has one answer, and a friend of yours has you for a friend.
/// </summary>
public static class WorldCheck
{
    /// <summary>One sentence for each broken rule; empty when all hold.</summary>
    public static IReadOnlyList<string> Problems() =>
    [
        .. Doubles("kind", hero => hero.Kind),
        .. Doubles("name", hero => hero.Name),
        .. Doubles("home", hero => hero.Home),
        .. Doubles("food", hero => hero.Food),
        .. Doubles("hobby", hero => hero.Hobby),
        .. Heroes.All.Where(hero => Heroes.Of(hero.Friend).Friend != hero.Kind)
            .Select(hero => $"The {hero.Friend}'s friend is not the {hero.Kind}."),
    ];

    private static IEnumerable<string> Doubles(string fact, Func<Hero, string> of) => Heroes.All.GroupBy(of)
        .Where(group => group.Count() > 1)
        .Select(group => $"The {fact} '{group.Key}' is shared: {string.Join(", ", group.Select(hero => hero.Kind))}.");
}
