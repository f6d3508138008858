using LlamaOrch.Tools.TinyModel.Data.Plots;
using LlamaOrch.Tools.TinyModel.Data.World;

namespace LlamaOrch.Tools.TinyModel.Data.Dialogue;

/// <summary>What lies outside the world: the assistant names it back, says so, and offers what it does know.</summary>
public sealed class UnknownSubjects : IDialogue
{
    private static readonly string[] Questions =
    [
        "What is {x}?", "[Tell me|Tell me more|Explain to me] about {x}.", "Explain {x}.", "What are {x}?",
        "[Who is|Who was|Where is|What about] {x}?", "How does {x} work?", "What do you know about {x}?",
        "Where does the {x} live?", "What does the {x} eat?", "Do you know {x}?", "Write about {x}.",
        "Write an essay about {x}.", "Describe {x}.", "What do you think about {x}?", "How do I use {x}?",
        "Give me information about {x}.", "What does {x} mean?", "Do you like {x}?", "Help me with {x}.",
        "Can you explain {x}?", "Why is {x} important?", "What color is {x}?", "I want to know about {x}.",
    ];

    private static readonly string[] StoryRequests =
    [
        "[Tell|Write|Read] me a [|short ]story about {a:x}.", "[Tell|Write] a [|short ]story about {x}.",
        "Story about {x}.", "Can you tell me a story about {a:x}?", "I want a story about {x}.",
        "Write a poem about {x}.",
    ];

    private static readonly string[] Answers =
    [
        "I do not know much about {x}, but I can tell you about {a:hero}.",
        "I do not know {x}. Ask me about the {hero}, or for a story.",
    ];

    private static readonly string[] Blanks =
    [
        "I am too small to know that. Ask me for a story about {a:hero}.",
        "That is too hard for a tiny model. I can tell you a story about {a:hero}.",
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Exchange> Compose(SeededRandom random)
    {
        Hero hero = random.Pick(Heroes.All);
        Dictionary<string, string> slots = new() { ["hero"] = hero.Kind, ["x"] = Subject(random) };
        if (random.Chance(0.3))
        {
            string request = random.Chance(0.3) ? Babble.Text(random) : random.Pick(HardRequests.List);
            return [new Exchange(request, Template.Expand(random, random.Pick(Blanks), slots))];
        }

        if (random.Chance(0.3))
        {
            Story story = StoryTeller.Tell(random, StoryTeller.RandomCast(random, hero));
            string lead = Template.Expand(random, "I do not know {x}, but here is a story about {a:hero}.", slots);
            string request = Template.Expand(random, random.Pick(StoryRequests), slots);
            return [new Exchange(request, lead + " " + story.Text)];
        }

        string question = Template.Expand(random, random.Pick(Questions), slots);
        return [new Exchange(question, Template.Expand(random, random.Pick(Answers), slots))];
    }

    private static string Subject(SeededRandom random)
    {
        string noun = random.Chance(0.6) ? Babble.Word(random) : random.Pick(ForeignNouns.List);
        return random.Below(8) switch
        {
            0 => noun + " " + Babble.Word(random),
            1 => random.Pick(ForeignNouns.List) + " " + noun,
            _ => noun,
        };
    }
}
