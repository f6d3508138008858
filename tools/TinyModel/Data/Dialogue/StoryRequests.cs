using LlamaOrch.Tools.TinyModel.Data.Plots;
using LlamaOrch.Tools.TinyModel.Data.World;

namespace LlamaOrch.Tools.TinyModel.Data.Dialogue;

/// <summary>"Tell me a story about …", the story, and now and then questions about it.</summary>
public sealed class StoryRequests : IDialogue
{
    private static readonly string[] Requests =
    [
        "[Tell|Please tell] me a [|short |little |nice |long |bedtime ]story about {subject}.",
        "[Can|Could] you tell me a [|short |little ]story about {subject}?",
        "[Write|Please write] a [|short |little |nice |long |very short ]story about {subject}.",
        "Write me a [|short |long ]story about {subject}.",
        "I want [to hear|to read] a story about {subject}.",
        "[Tell me|Write|Give me] something about {subject}[| in a story].",
        "[A|One] [|short ]story about {subject}, please.",
        "[Do you know|Do you have] a story about {subject}?",
        "[Make up|Invent|Create|Give me|Read me|Continue] a [|short ]story about {subject}.",
        "I would like a story about {subject}.",
        "[Tell me about the day of|What happened to] {subject}?",
        "Story about {subject}.",
        "Tell a story [with|of|about] {subject}.",
        "Tell us a tale about {subject}.",
    ];

    private static readonly string[] Subjects =
    [
        "{a:hero}", "{a:hero}", "the {hero}", "{a:adjhero}", "{a:adjhero}", "{plural}", "{name} the {hero}", "{name}",
        "{a:hero} and {a:friend}", "the {hero} and the {friend}", "{a:adjhero} and {a:friend}",
    ];

    private static readonly string[] OpenRequests =
    [
        "[Tell|Please tell|Write|Read] me a [|short |little |nice |bedtime |funny |new ]story.",
        "[A|One] story, please.",
        "[Can|Could] you tell me a story?", "I want to hear a story.", "Write a [|short ]story.",
        "[Once upon a time|Start a story|Make up a story].", "Do you know a story?", "Tell me something.",
    ];

    private static readonly string[] MoreRequests =
    [
        "[Tell me another one|Another one|One more|More|Again|Tell me another story|Another story][|, please].",
        "[Can you tell me another story|Do you know another story]?",
        "[Now|And now] [tell me|write] [one|a story] about {a:hero}.", "[And|And what about] the {hero}?",
        "Another story about {a:hero}.",
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Exchange> Compose(SeededRandom random)
    {
        List<Exchange> exchanges = [];
        Story story = random.Chance(0.12) ? Open(random, exchanges) : About(random, exchanges);
        if (random.Chance(0.3))
        {
            exchanges.AddRange(story.Questions.OrderBy(_ => random.NextBits()).Take(1 + random.Below(2)));
        }

        if (random.Chance(0.08))
        {
            Cast cast = StoryTeller.RandomCast(random, random.Pick(Heroes.All));
            string request = Expand(random, random.Pick(MoreRequests), cast.Slots(random));
            exchanges.Add(new Exchange(request, StoryTeller.Tell(random, cast).Text));
        }

        return exchanges;
    }

    private static Story Open(SeededRandom random, List<Exchange> exchanges)
    {
        Story story = StoryTeller.Tell(random, StoryTeller.RandomCast(random, random.Pick(Heroes.All)));
        exchanges.Add(new Exchange(Expand(random, random.Pick(OpenRequests), []), story.Text));
        return story;
    }

    private static Story About(SeededRandom random, List<Exchange> exchanges)
    {
        Hero hero = random.Pick(Heroes.All);
        string subject = random.Pick(Subjects);
        Cast cast = Dress(random, StoryTeller.RandomCast(random, hero), ref subject);

        Story story = StoryTeller.Tell(random, cast);
        if (random.Chance(0.08) && story.Topic.StartsWith("and ", StringComparison.Ordinal))
        {
            subject = story.Topic[4..];
        }

        bool two = subject.Contains("friend", StringComparison.Ordinal);
        bool plural = subject.Contains("plural", StringComparison.Ordinal);
        if (!two && subject.Contains('{') && !plural && random.Chance(0.4))
        {
            subject += " " + story.Topic;
        }

        Dictionary<string, string> slots = cast.Slots(random);
        slots["plural"] = hero.Plural;
        slots["subject"] = Expand(random, "x " + subject, slots)[2..];
        exchanges.Add(new Exchange(Expand(random, random.Pick(Requests), slots), story.Text));
        return story;
    }

    /// <summary>Fits the cast to the prompt's words. Some qualities and names are inventions, so that the model learns
    /// to take over any word.</summary>
    private static Cast Dress(SeededRandom random, Cast cast, ref string subject)
    {
        if (random.Chance(0.07))
        {
            string name = Template.Capitalise(Babble.Word(random));
            subject = random.Chance(0.5) ? "{a:hero} named {name}" : "{a:adjhero} called {name}";
            cast = cast with { Hero = cast.Hero with { Name = name }, Named = true };
        }

        if (!subject.Contains("{a:adjhero}", StringComparison.Ordinal))
        {
            return random.Chance(0.5) ? cast with { Adjective = "little" } : cast;
        }

        return random.Chance(0.15) ? cast with { Adjective = Babble.Word(random).ToLowerInvariant() } : cast;
    }

    private static string Expand(SeededRandom random, string text, Dictionary<string, string> slots) =>
        Template.Expand(random, text, slots);
}
