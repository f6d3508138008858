using System.Text;
using LlamaOrch.LlamaCpp.Model;
using LlamaOrch.LlamaCpp.Native;
using LlamaOrch.LlamaCpp.Sampling;

namespace LlamaOrch.Tools.TinyModel.Sampling;

/// <summary>Generates with llama.cpp itself, as the engine would: the model's chat template, its tokenizer, its
/// samplers.</summary>
internal sealed class TextGenerator : IDisposable
{
    private readonly LlamaModel _model;
    private readonly LlamaContext _context;
    private readonly DecodeBatch _batch;
    private readonly CandidateBuffer _candidates;
    private readonly int _contextTokens;

    private TextGenerator(LlamaModel model)
    {
        _model = model;
        _contextTokens = model.TrainedContextTokens;
        _context = LlamaContext.ForGeneration(model, 1, _contextTokens, _contextTokens, threads: 1);
        _batch = new DecodeBatch(_contextTokens);
        _candidates = new CandidateBuffer(model.Vocabulary.TokenCount);
    }

    /// <summary>The model's vocabulary as llama.cpp reads it.</summary>
    public Vocabulary Vocabulary => _model.Vocabulary;

    /// <summary>Fetches llama.cpp where needed and loads the model.</summary>
    public static async Task<TextGenerator> LoadAsync(string path, CancellationToken stop)
    {
        Progress<string> progress = new(Console.Error.WriteLine);
        await NativeLibraries.EnsureLoadedAsync(progress, stop, NativeLogLevel.Error);
        return new TextGenerator(LlamaModel.Load(path));
    }

    /// <summary>Answers a conversation.</summary>
    /// <param name="messages">System, user and assistant messages, the last one the user's.</param>
    /// <param name="sampling">How tokens are chosen.</param>
    /// <param name="tokensMax">Most tokens of the answer.</param>
    public unsafe Answer Generate(IReadOnlyList<ChatMessage> messages, SamplingParameters sampling, int tokensMax)
    {
        string prompt = ChatTemplate.Apply(_model.ChatTemplate, messages)
            ?? throw new InvalidDataException("llama.cpp does not know the model's chat template.");
        int[] tokens = Vocabulary.Tokenize(prompt, addSpecial: true, parseSpecial: true);
        int room = Math.Min(tokensMax, _contextTokens - tokens.Length);
        _context.Clear();
        Decode(tokens, 0);
        using SlotSampler sampler = SlotSampler.TryCreate(Vocabulary, sampling)!;
        using MemoryStream text = new();
        int row = tokens.Length - 1;
        for (int count = 0; count < room; count++)
        {
            int token = sampler.Sample(_candidates, _context.Logits(row));
            if (Vocabulary.EndsGeneration(token))
            {
                return new Answer(Encoding.UTF8.GetString(text.ToArray()), count, Ended: true);
            }

            text.Write(Vocabulary.Piece(token));
            Decode([token], tokens.Length + count);
            row = 0;
        }

        return new Answer(Encoding.UTF8.GetString(text.ToArray()), room, Ended: false);
    }

    /// <summary>Negative log-likelihood in nats, summed over the positions that <paramref name="weights"/> names.
    /// </summary>
    public unsafe double Loss(int[] tokens, float[] weights)
    {
        _context.Clear();
        Decode(tokens, 0, allOutputs: true);
        double loss = 0;
        for (int i = 0; i + 1 < tokens.Length; i++)
        {
            if (weights[i + 1] > 0)
            {
                ReadOnlySpan<float> logits = new(_context.Logits(i), Vocabulary.TokenCount);
                double highest = 0;
                foreach (float logit in logits)
                {
                    highest = Math.Max(highest, logit);
                }

                double sum = 0;
                foreach (float logit in logits)
                {
                    sum += Math.Exp(logit - highest);
                }

                loss += Math.Log(sum) + highest - logits[tokens[i + 1]];
            }
        }

        return loss;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _candidates.Dispose();
        _batch.Dispose();
        _context.Dispose();
        _model.Dispose();
    }

    private void Decode(ReadOnlySpan<int> tokens, int position, bool allOutputs = false)
    {
        _batch.Reset();
        for (int i = 0; i < tokens.Length; i++)
        {
            _batch.Add(tokens[i], position + i, 0, allOutputs || i == tokens.Length - 1);
        }

        int code = _context.Decode(_batch);
        if (code != 0)
        {
            throw new InvalidOperationException($"llama.cpp could not decode: code {code}.");
        }
    }
}
