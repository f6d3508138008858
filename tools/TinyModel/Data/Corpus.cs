using LlamaOrch.Tools.TinyModel.Tokenizer;

namespace LlamaOrch.Tools.TinyModel.Data;

/// <summary>What a seed stands for: the text that the tokenizer is trained on, the training stream and the held-out
/// conversations.</summary>
public sealed class Corpus(ulong seed)
{
    private const int TokenizerConversations = 8000;

    /// <summary>Trains the tokenizer; a few seconds.</summary>
    public BpeTokenizer TrainTokenizer(int vocabularySize)
    {
        ConversationGenerator generator = new(seed ^ 0x70CE);
        IEnumerable<Conversation> conversations =
            Enumerable.Range(0, TokenizerConversations).Select(_ => generator.Next());
        return new BpeTokenizer(BpeTrainer.Train(conversations.SelectMany(Texts), vocabularySize));
    }

    /// <summary>Conversations that the training stream never contains, by the text of their first answer, when that
    /// is a story. Short answers are facts, which are meant to be the same in both.</summary>
    public IReadOnlyList<Conversation> HeldOut(int count)
    {
        ConversationGenerator generator = new(seed ^ 0x4E1D);
        return [.. Enumerable.Range(0, count).Select(_ => generator.Next())];
    }

    /// <summary>The endless training stream.</summary>
    /// <param name="heldOut">What must not be in it.</param>
    /// <param name="stream">Streams of different numbers are independent.</param>
    public IEnumerable<Conversation> Training(IReadOnlyList<Conversation> heldOut, ulong stream)
    {
        HashSet<string> banned = [.. heldOut.SelectMany(Texts).Where(IsStory)];
        ConversationGenerator generator = new(seed + ((stream + 1) * 0x9E3779B97F4A7C15UL));
        while (true)
        {
            Conversation next = generator.Next();
            if (!Texts(next).Any(banned.Contains))
            {
                yield return next;
            }
        }
    }

    private static bool IsStory(string text) => text.Length > 200;

    private static IEnumerable<string> Texts(Conversation conversation) =>
    [
        .. conversation.System is { } system ? [system] : Array.Empty<string>(),
        .. conversation.PlainText is { } text ? [text] : Array.Empty<string>(),
        .. conversation.Exchanges.SelectMany(exchange => new[] { exchange.Prompt, exchange.Answer }),
        "user\nassistant\nsystem\n",
    ];
}
