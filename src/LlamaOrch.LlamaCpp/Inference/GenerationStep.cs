using LlamaOrch.LlamaCpp.Model;

namespace LlamaOrch.LlamaCpp.Inference;

/// <summary>Computes the next token of every slot that generates, as many together as the policy allows.</summary>
/// <remarks>
/// llama.cpp computes a step in one pass only over sequences whose numbers follow each other, so free slots between
/// busy ones, and around them up to the policy's width, get a row of their own that is forgotten at once.
/// </remarks>
internal sealed class GenerationStep(LlamaContext context, DecodeBatch batch, Slot[] slots, int contextTokens)
{
    // Which one does not matter: nobody looks at its row.
    private const int FillToken = 0;

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

            // Filling rows ask for logits, too: without, they would be left out of the last layer's width.
            batch.Add(slot.IsGenerating ? slot.NextToken : FillToken, slot.Length, id, output: true);
        }

        int code = context.Decode(batch);
        for (int id = first; id < first + count; id++)
        {
            if (!slots[id].IsGenerating)
                context.CutBack(id, slots[id].Length);
        }

        return code;
    }

    /// <summary>
    /// The decodes that compute the slots that generate: from the first to the last of them, filled up to the policy's
    /// width, split by the policy's most.
    /// </summary>
    public IEnumerable<(int First, int Count)> Windows(RowPolicy policy)
    {
        int first = Array.FindIndex(slots, slot => slot.IsGenerating);
        if (first < 0)
            yield break;
        int last = Array.FindLastIndex(slots, slot => slot.IsGenerating);
        int rows = policy.RowsFor(last - first + 1, slots.Length);
        int next = Math.Min(first, slots.Length - rows);
        foreach (int width in policy.Decodes(rows))
        {
            // An answer may end, but none begins, between two decodes of a step.
            if (Array.FindIndex(slots, next, width, slot => slot.IsGenerating) >= 0)
                yield return (next, width);
            next += width;
        }
    }

    private void ForgetFull(Slot slot)
    {
        context.CutBack(slot.Id, 0);
        slot.Forget();
    }
}
