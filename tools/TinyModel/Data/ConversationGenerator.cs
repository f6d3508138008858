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
        (new StoryRequests(), 0.42), (new HeroQuestions(), 0.26), (new SmallTalk(), 0.12),
        (new UnknownSubjects(), 0.12), (new Rhymes(), 0.03), (new Sums(), 0.03), (new OtherLanguages(), 0.02),
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
            IDialogue dialogue = Draw();
            exchanges.AddRange(dialogue.Compose(_random)
                .Select(exchange => exchange with { Prompt = Type(dialogue, exchange.Prompt) }));
        }

        return new Conversation(system, exchanges, null);
    }

    /// <summary>A prompt as typed. Where an answer may repeat the prompt's words, they stay as they are.</summary>
    private string Type(IDialogue dialogue, string prompt)
    {
        string typed = PromptNoise.Apply(_random, prompt);
        return dialogue is HeroQuestions or Rhymes && _random.Chance(0.04) ? Typing.Slip(_random, typed) : typed;
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
