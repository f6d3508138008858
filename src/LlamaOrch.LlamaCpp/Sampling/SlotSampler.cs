using LlamaOrch.LlamaCpp.Model;
using LlamaOrch.LlamaCpp.Native.Interop;

namespace LlamaOrch.LlamaCpp.Sampling;

/// <summary>One request's chain of samplers with its own random numbers and history.</summary>
internal sealed unsafe class SlotSampler : IDisposable
{
    private readonly nint _chain;
    private readonly nint _grammar;

    private SlotSampler(nint chain, nint grammar)
    {
        _chain = chain;
        _grammar = grammar;
    }

    /// <summary>Builds the chain; null where the grammar can't be read.</summary>
    public static SlotSampler? TryCreate(Vocabulary vocabulary, SamplingParameters parameters)
    {
        nint grammar = 0;
        if (parameters.Grammar is not null)
        {
            grammar = LlamaApi.SamplerGrammar(vocabulary.Handle, parameters.Grammar, "root");
            if (grammar == 0)
                return null;
        }

        nint chain = LlamaApi.SamplerChainInit(1);
        AddBiases(chain, vocabulary, parameters);
        if (parameters.RepeatLastTokens > 0)
        {
            Add(chain, LlamaApi.SamplerPenalties(
                vocabulary.TokenCount, parameters.RepeatLastTokens, parameters.RepeatPenalty,
                parameters.FrequencyPenalty, parameters.PresencePenalty));
        }

        if (parameters.Temperature <= 0)
            Add(chain, LlamaApi.SamplerGreedy());
        else
            AddRandom(chain, parameters);
        return new SlotSampler(chain, grammar);
    }

    /// <summary>Takes a prompt token into the history that penalties look at.</summary>
    public void Remember(int token) => LlamaApi.SamplerAccept(_chain, token);

    /// <summary>Chooses the next token; -1 where the grammar allows none and has none that ends.</summary>
    public int Sample(CandidateBuffer buffer, float* logits)
    {
        LlamaTokenDataArray candidates = buffer.Fill(logits);
        int token = Choose(ref candidates);
        if (_grammar != 0 && !GrammarAllows(token))
        {
            // Checking one token is cheap, checking the whole vocabulary is not: so only after a miss.
            candidates = buffer.Fill(logits);
            LlamaApi.SamplerApply(_grammar, &candidates);
            token = Choose(ref candidates);
            if (!GrammarAllows(token))
                return -1;
        }

        if (token < 0)
            return -1;

        LlamaApi.SamplerAccept(_chain, token);
        if (_grammar != 0)
            LlamaApi.SamplerAccept(_grammar, token);
        return token;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        LlamaApi.SamplerFree(_chain);
        if (_grammar != 0)
            LlamaApi.SamplerFree(_grammar);
    }

    /// <summary>What the chain chooses; -1 where everything was forbidden.</summary>
    private int Choose(ref LlamaTokenDataArray candidates)
    {
        fixed (LlamaTokenDataArray* array = &candidates)
            LlamaApi.SamplerApply(_chain, array);
        bool isChosen = candidates.Selected >= 0 && (nuint)candidates.Selected < candidates.Size;
        return isChosen ? candidates.Data[candidates.Selected].Id : -1;
    }

    private bool GrammarAllows(int token)
    {
        if (token < 0)
            return false;
        var candidate = new LlamaTokenData { Id = token, Logit = 1f };
        var single = new LlamaTokenDataArray { Data = &candidate, Size = 1, Selected = -1 };
        LlamaApi.SamplerApply(_grammar, &single);
        return !float.IsNegativeInfinity(candidate.Logit);
    }

    private static void AddRandom(nint chain, SamplingParameters parameters)
    {
        nuint minKeep = (nuint)parameters.MinKeep;
        Add(chain, LlamaApi.SamplerTopK(parameters.TopK));
        if (parameters.TypicalP < 1f)
            Add(chain, LlamaApi.SamplerTypical(parameters.TypicalP, minKeep));
        Add(chain, LlamaApi.SamplerTopP(parameters.TopP, minKeep));
        Add(chain, LlamaApi.SamplerMinP(parameters.MinP, minKeep));
        Add(chain, LlamaApi.SamplerTemperature(parameters.Temperature));
        Add(chain, LlamaApi.SamplerDistribution(parameters.Seed));
    }

    private static void AddBiases(nint chain, Vocabulary vocabulary, SamplingParameters parameters)
    {
        List<LlamaLogitBias> biases = [.. parameters.LogitBias];
        if (parameters.IgnoreEnd)
        {
            for (int token = 0; token < vocabulary.TokenCount; token++)
            {
                if (vocabulary.EndsGeneration(token))
                    biases.Add(new LlamaLogitBias { Token = token, Bias = float.NegativeInfinity });
            }
        }

        if (biases.Count == 0)
            return;
        fixed (LlamaLogitBias* first = biases.ToArray())
            Add(chain, LlamaApi.SamplerLogitBias(vocabulary.TokenCount, biases.Count, first));
    }

    private static void Add(nint chain, nint sampler) => LlamaApi.SamplerChainAdd(chain, sampler);
}
