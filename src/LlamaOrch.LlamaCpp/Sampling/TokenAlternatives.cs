namespace LlamaOrch.LlamaCpp.Sampling;

/// <summary>A chosen token's probability and the most probable ones beside it.</summary>
/// <param name="Chosen">What was taken.</param>
/// <param name="Top">The most probable first.</param>
internal sealed record TokenAlternatives(TokenProbability Chosen, IReadOnlyList<TokenProbability> Top)
{
    /// <summary>Reads them off the model's logits.</summary>
    public static TokenAlternatives Read(ReadOnlySpan<float> logits, int chosen, int count)
    {
        float largest = float.NegativeInfinity;
        foreach (float logit in logits)
            largest = Math.Max(largest, logit);
        double sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp(logit - largest);
        float normaliser = largest + (float)Math.Log(sum);

        var top = new PriorityQueue<int, float>(count + 1);
        for (int token = 0; token < logits.Length; token++)
        {
            if (top.Count < count)
                top.Enqueue(token, logits[token]);
            else
                top.EnqueueDequeue(token, logits[token]);
        }

        var alternatives = new TokenProbability[top.Count];
        for (int i = alternatives.Length - 1; i >= 0; i--)
        {
            int token = top.Dequeue();
            alternatives[i] = new TokenProbability(token, logits[token] - normaliser);
        }

        return new TokenAlternatives(new TokenProbability(chosen, logits[chosen] - normaliser), alternatives);
    }
}
