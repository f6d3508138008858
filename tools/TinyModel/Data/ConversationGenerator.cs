using LlamaOrch.Tools.TinyModel.Data.Dialogue;
using LlamaOrch.Tools.TinyModel.Data.Plots;
using LlamaOrch.Tools.TinyModel.Data.World;

namespace LlamaOrch.Tools.TinyModel.Data;

/// <summary>An endless stream of conversations, fixed by its seed.</summary>
public sealed class ConversationGenerator(ulong seed)
{
    private readonly SeededRandom _random = new(seed);

    private static readonly (IDialogue Dialogue, double Weight)[] Dialogues =
    [
        (new StoryRequests(), 0.44), (new HeroQuestions(), 0.25), (new SmallTalk(), 0.11), (new UnknownSubjects(), 0.13),
        (new Rhymes(), 0.04), (new Sums(), 0.03),
    ];

    /// <summary>The next conversation. About one of eight is long, one of sixteen is a plain story.</summary>
    public Conversation Next()
    {
        if (_random.Chance(1 / 16.0))
        {
            Cast cast = StoryTeller.RandomCast(_random, _random.Pick(Heroes.All));
            return new Conversation(null, [], StoryTeller.Tell(_random, cast).Text);
        }

        string? system = _random.Chance(0.15) ? _random.Pick(SystemMessages.List) : null;
        int parts = _random.Chance(0.015) ? 10 : _random.Chance(0.13) ? 2 + _random.Below(5) : 1;
        List<Exchange> exchanges = [];
        for (int i = 0; i < parts; i++)
        {
            exchanges.AddRange(Draw().Compose(_random)
                .Select(exchange => exchange with { Prompt = PromptNoise.Apply(_random, exchange.Prompt) }));
        }

        return new Conversation(system, exchanges, null);
    }

    private IDialogue Draw()
    {
        double at = _random.NextDouble();
        foreach ((IDialogue dialogue, double weight) in Dialogues)
        {
            if (at < weight)
            {
                return dialogue;
            }

            at -= weight;
        }

        return Dialogues[0].Dialogue;
    }
}
