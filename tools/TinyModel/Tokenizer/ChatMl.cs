using System.Text;
using LlamaOrch.Tools.TinyModel.Data;

namespace LlamaOrch.Tools.TinyModel.Tokenizer;

/// <summary>The chat format. Text and ids here and <see cref="Template"/> in the GGUF must say the same, because the
/// engine renders prompts by the template.</summary>
public static class ChatMl
{
    /// <summary>The template stored as <c>tokenizer.chat_template</c>; llama.cpp knows it as chatml.</summary>
    public const string Template =
        "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + " +
        "'<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    // Most tokens are in stories, most kinds of question have short answers: without more weight these are learned
    // last.
    private const int ShortAnswerTokens = 40;
    private const float ShortAnswerWeight = 4;

    /// <summary>Tokenizes a conversation.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="conversation">What was said.</param>
    /// <param name="maxTokens">Exchanges that would not fit any more are left out, except the first.</param>
    public static Document Encode(BpeTokenizer tokenizer, Conversation conversation, int maxTokens)
    {
        List<int> ids = [];
        List<float> weights = [];
        if (conversation.PlainText is { } text)
        {
            tokenizer.Encode(text, ids);
            ids.Add(Vocabulary.EndOfText);
            Mark(weights, ids.Count, 1);
            weights[0] = 0;
            return new Document([.. ids], [.. weights]);
        }

        if (conversation.System is { } system)
        {
            Message(tokenizer, "system", system, ids);
        }

        Mark(weights, ids.Count, 0);
        bool answered = false;
        foreach (Exchange exchange in conversation.Exchanges)
        {
            List<int> more = [];
            Message(tokenizer, "user", exchange.Prompt, more);
            int answerAt = Open(tokenizer, "assistant", more);
            tokenizer.Encode(exchange.Answer, more);
            more.Add(Vocabulary.MessageEnd);
            int answerEnd = more.Count;
            tokenizer.Encode("\n", more);
            if (answered && ids.Count + more.Count > maxTokens)
            {
                break;
            }

            Mark(weights, ids.Count + answerAt, 0);
            Mark(weights, ids.Count + answerEnd, answerEnd - answerAt > ShortAnswerTokens ? 1 : ShortAnswerWeight);
            Mark(weights, ids.Count + more.Count, 0);
            ids.AddRange(more);
            answered = true;
        }

        return new Document([.. ids], [.. weights]);
    }

    /// <summary>The conversation as the text that the chat template gives, control tokens written out.</summary>
    public static string Render(Conversation conversation)
    {
        if (conversation.PlainText is { } text)
        {
            return text + Vocabulary.ControlTokens[Vocabulary.EndOfText];
        }

        StringBuilder result = new();
        void Append(string role, string content) =>
            result.Append("<|im_start|>").Append(role).Append('\n').Append(content).Append("<|im_end|>\n");
        if (conversation.System is { } system)
        {
            Append("system", system);
        }

        foreach (Exchange exchange in conversation.Exchanges)
        {
            Append("user", exchange.Prompt);
            Append("assistant", exchange.Answer);
        }

        return result.ToString();
    }

    private static int Open(BpeTokenizer tokenizer, string role, List<int> ids)
    {
        ids.Add(Vocabulary.MessageStart);
        tokenizer.Encode(role, ids);
        tokenizer.Encode("\n", ids);
        return ids.Count;
    }

    private static void Message(BpeTokenizer tokenizer, string role, string content, List<int> ids)
    {
        Open(tokenizer, role, ids);
        tokenizer.Encode(content, ids);
        ids.Add(Vocabulary.MessageEnd);
        tokenizer.Encode("\n", ids);
    }

    private static void Mark(List<float> weights, int upTo, float weight)
    {
        while (weights.Count < upTo)
        {
            weights.Add(weight);
        }
    }
}
