using LlamaOrch.Tools.TinyModel.Data.World;

namespace LlamaOrch.Tools.TinyModel.Data.Plots;

/// <summary>Turns a cast and a plot into a story: an opening, the plot's sentences, sometimes a closing.</summary>
public static class StoryTeller
{
    private static readonly string[] Openings =
    [
        "[Once upon a time|Once|Long ago], there was {a:adjhero}{named}.",
        "[Once upon a time|Once] there was {a:adjhero}{named}.",
        "[Once upon a time|Once], {a:adjhero}{named} lived {home}.",
        "There was once {a:adjhero}{named} who lived {home}.",
        "In the Green Valley there lived {a:adjhero}{named}.",
    ];

    private static readonly string[] Homes =
    [
        "", "", "{he} lived {home} and liked to {hobby}.", "{he} lived {home}.", "{he} liked to {hobby}.",
        "{his} best friend was the {friend}.",
    ];

    private static readonly string[] Closings =
    [
        "", "", "", "The end.", "That night, {who} slept very well.", "And {who} was happy.",
        "{who} never forgot that day.",
    ];

    /// <summary>A random cast for <paramref name="hero"/>; the second figure is its best friend about every other
    /// time.</summary>
    public static Cast RandomCast(SeededRandom random, Hero hero)
    {
        Hero friend = random.Chance(0.5) ? Heroes.Of(hero.Friend) : random.PickOther(Heroes.All, hero);
        return new Cast(hero, friend, random.Pick(Cast.Adjectives), random.Chance(0.4));
    }

    /// <summary>Tells a story with any plot.</summary>
    public static Story Tell(SeededRandom random, Cast cast) => Tell(random, cast, random.Pick(AllPlots.List));

    /// <summary>Tells a story with the given plot.</summary>
    public static Story Tell(SeededRandom random, Cast cast, Plot plot)
    {
        Dictionary<string, string> drawn = plot.Variables.ToDictionary(
            variable => variable.Key,
            variable => random.Pick(variable.Value));
        drawn["named"] = cast.Named ? $" named {cast.Hero.Name}" : "";

        string Say(string template)
        {
            Dictionary<string, string> slots = cast.Slots(random);
            foreach ((string name, string value) in drawn)
            {
                slots[name] = value;
            }

            return Template.Expand(random, template, slots);
        }

        string opening = random.Pick(Openings);
        string home = opening.Contains("{home}", StringComparison.Ordinal) ? "" : random.Pick(Homes);
        string[] templates = [opening, home, .. plot.Sentences, random.Pick(Closings)];
        IEnumerable<string> sentences = templates.Select(Say).Where(sentence => sentence.Length > 0);
        Exchange[] questions = [.. plot.Questions.Select(pair => new Exchange(Say(pair.Question), Say(pair.Answer)))];
        string topic = Say("x " + random.Pick(plot.Topics))[2..];
        return new Story(cast, topic, string.Join(' ', sentences), questions);
    }
}
