using LlamaOrch.LlamaCpp.Model;

namespace LlamaOrch.LlamaCpp.Inference;

/// <summary>Embeds inputs one at a time in a context of its own, between the steps of the generating slots.</summary>
internal sealed unsafe class EmbeddingLoop(LlamaModel model, LlamaContext context, int contextTokens) : IDisposable
{
    private readonly DecodeBatch _batch = new(contextTokens);

    /// <summary>Computes one input's vector.</summary>
    public void Embed(EmbeddingJob job)
    {
        if (job.IsCanceled)
        {
            job.Fail("the request was canceled");
            return;
        }

        context.Clear();
        _batch.Reset();
        for (int position = 0; position < job.Tokens.Length; position++)
            _batch.Add(job.Tokens[position], position, sequence: 0, output: true);
        int code = context.Decode(_batch);
        float* vector = code == 0 ? context.Embedding(0) : null;
        if (vector == null)
        {
            job.Fail($"llama.cpp could not embed the input (code {code})");
            return;
        }

        job.Complete(Normalise(new ReadOnlySpan<float>(vector, model.EmbeddingLengthOut)[..job.Dimensions]));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _batch.Dispose();
        context.Dispose();
    }

    private static float[] Normalise(ReadOnlySpan<float> vector)
    {
        double sum = 0;
        foreach (float value in vector)
            sum += (double)value * value;
        double length = Math.Sqrt(sum);
        float scale = length > 0 ? (float)(1 / length) : 0f;
        float[] normalised = new float[vector.Length];
        for (int i = 0; i < normalised.Length; i++)
            normalised[i] = vector[i] * scale;
        return normalised;
    }
}
