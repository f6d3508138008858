using LlamaOrch.Tools.TinyModel.Data.World;

namespace LlamaOrch.Tools.TinyModel.Data.Plots;

/// <summary>Who plays in one story, and how sentences speak of them.</summary>
/// <param name="Hero">The one that the story is about.</param>
/// <param name="Friend">The second figure.</param>
/// <param name="Adjective">The hero's quality: "brave".</param>
/// <param name="Named">Whether the story gives the hero's name.</param>
public sealed record Cast(Hero Hero, Hero Friend, string Adjective, bool Named)
{
    /// <summary>Adjectives that prompts and stories use for a hero.</summary>
    public static IReadOnlyList<string> Adjectives { get; } =
    [
        "little", "brave", "sleepy", "clever", "kind", "happy", "shy", "hungry", "curious", "funny", "small", "young",
        "old", "lonely", "tiny", "big", "lazy", "gentle", "friendly", "quiet", "silly", "strong", "wise", "proud",
        "magic", "red", "blue", "sad", "angry", "fast", "slow", "beautiful", "smart", "poor", "nice", "good", "lost",
    ];

    /// <summary>Slots for one sentence. <c>{who}</c> varies between "the fox" and the name.</summary>
    public Dictionary<string, string> Slots(SeededRandom random) => new()
    {
        ["hero"] = Hero.Kind,
        ["friend"] = Friend.Kind,
        ["adj"] = Adjective,
        ["adjhero"] = $"{Adjective} {Hero.Kind}",
        ["who"] = Named && random.Chance(0.4) ? Hero.Name : $"the {Hero.Kind}",
        ["name"] = Hero.Name,
        ["he"] = Hero.Female ? "she" : "he",
        ["his"] = Hero.Female ? "her" : "his",
        ["him"] = Hero.Female ? "her" : "him",
        ["fhe"] = Friend.Female ? "she" : "he",
        ["fhis"] = Friend.Female ? "her" : "his",
        ["fhim"] = Friend.Female ? "her" : "him",
        ["home"] = Hero.Home,
        ["fhome"] = Friend.Home,
        ["food"] = Hero.Food,
        ["ffood"] = Friend.Food,
        ["hobby"] = Hero.Hobby,
    };
}
