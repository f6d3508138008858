using LlamaOrch.Tools.TinyModel.Data;
using LlamaOrch.Tools.TinyModel.Tokenizer;

namespace LlamaOrch.Tools.TinyModel.Training;

/// <summary>Packs a stream of conversations into batches.</summary>
public sealed class BatchSource(IEnumerator<Conversation> conversations, BpeTokenizer tokenizer, int context)
{
    private Document? _held;

    /// <summary>The next batch: whole conversations, as many as fit <paramref name="rows"/>, at least one; null at
    /// the stream's end.</summary>
    public PackedBatch? NextBatch(int rows)
    {
        PackedBatch batch = new();
        while ((_held ??= NextDocument()) is { } document)
        {
            int needed = PackedBatch.RowsFor(document.Tokens.Length);
            if (batch.Tokens.Count > 0 && batch.Tokens.Count + needed > rows)
            {
                return batch;
            }

            batch.Add(document);
            _held = null;
        }

        return batch.Tokens.Count > 0 ? batch : null;
    }

    private Document? NextDocument()
    {
        while (conversations.MoveNext())
        {
            Document document = ChatMl.Encode(tokenizer, conversations.Current, context);
            if (document.Tokens.Length <= context)
            {
                return document;
            }
        }

        return null;
    }
}
