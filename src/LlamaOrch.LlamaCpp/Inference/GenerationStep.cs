using LlamaOrch.LlamaCpp.Model;

namespace LlamaOrch.LlamaCpp.Inference;

/// <summary>Computes the next token of every slot that generates: together in one decode, or one by one.</summary>
/// <remarks>
/// llama.cpp computes a step in one pass only over sequences whose numbers follow each other, so free slots between
/// busy ones, and around them up to the policy's width, get a row of their own that is forgotten at once.
/// </remarks>
internal sealed class GenerationStep(LlamaContext context, DecodeBatch batch, Slot[] slots, int contextTokens)
{
    /// <summary>Decodes the window; row <c>i</c> belongs to slot <c>first + i</c>.</summary>
    /// <returns>llama.cpp's code: 0 is success.</returns>
    public int Decode(int first, int count)
    {
        batch.Reset();
        for (int id = first; id < first + count; id++)
        {
            Slot slot = slots[id];
            if (!slot.IsGenerating && slot.Length >= contextTokens)
                ForgetFull(slot);

            // Filling rows ask for logits, too: what asks for none is left out of the last layer, and the width with it.
            int token = slot.IsGenerating ? slot.NextToken : slots[first].NextToken;
            batch.Add(Math.Max(0, token), slot.Length, id, output: true);
        }

        int code = context.Decode(batch);
        for (int id = first; id < first + count; id++)
        {
            if (!slots[id].IsGenerating)
                context.CutBack(id, slots[id].Length);
        }

        return code;
    }

    /// <summary>The window of slots to compute: from the first that generates to the last, and up to the policy's width.</summary>
    public (int First, int Count) Window(RowPolicy policy)
    {
        int first = Array.FindIndex(slots, slot => slot.IsGenerating);
        int last = Array.FindLastIndex(slots, slot => slot.IsGenerating);
        int count = policy.RowsFor(last - first + 1, slots.Length);
        return (Math.Min(first, slots.Length - count), count);
    }

    private void ForgetFull(Slot slot)
    {
        context.CutBack(slot.Id, 0);
        slot.Forget();
    }
}
