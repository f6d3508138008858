using System.Text.Json;
using LlamaOrch.Contracts.Json;
using LlamaOrch.LlamaCpp.Model;
using LlamaOrch.LlamaCpp.Native.Interop;
using LlamaOrch.LlamaCpp.Sampling;

namespace LlamaOrch.LlamaCpp.Http.Requests;

/// <summary>Reads how tokens are to be chosen.</summary>
internal static class SamplingReader
{
    private const int ProbabilitiesMax = 100;
    private const int BiasesMax = 1024;

    /// <summary>The parameters; a seed is drawn where none is given.</summary>
    public static SamplingParameters Read(in RequestFields fields, Vocabulary vocabulary, int contextTokens)
    {
        SamplingParameters defaults = SamplingParameters.Default;
        int repeatLast = fields.Whole("repeat_last_n", defaults.RepeatLastTokens, -1, int.MaxValue);
        return new SamplingParameters
        {
            Temperature = fields.Number("temperature", defaults.Temperature, 0, 1000),
            TopK = fields.Whole("top_k", defaults.TopK, -1, int.MaxValue),
            TopP = fields.Number("top_p", defaults.TopP, 0, 1),
            MinP = fields.Number("min_p", defaults.MinP, 0, 1),
            TypicalP = fields.Number("typical_p", defaults.TypicalP, 0, 1),
            MinKeep = fields.Whole("min_keep", defaults.MinKeep, 0, vocabulary.TokenCount),
            RepeatLastTokens = repeatLast < 0 ? contextTokens : Math.Min(repeatLast, contextTokens),
            RepeatPenalty = fields.Number("repeat_penalty", defaults.RepeatPenalty, 0.01f, 100),
            FrequencyPenalty = fields.Number("frequency_penalty", defaults.FrequencyPenalty, -100, 100),
            PresencePenalty = fields.Number("presence_penalty", defaults.PresencePenalty, -100, 100),
            Seed = ReadSeed(fields),
            LogitBias = ReadBias(fields, vocabulary),
            IgnoreEnd = fields.Flag("ignore_eos", false),
            ProbabilityCount = ReadProbabilities(fields),
        };
    }

    private static uint ReadSeed(in RequestFields fields)
    {
        // llama.cpp takes the largest number as "draw one", and so would hide which it drew.
        const uint Reserved = uint.MaxValue;
        if (!fields.TryGet("seed", out JsonElement value))
            return (uint)Random.Shared.NextInt64(Reserved);
        if (!WholeNumber.TryRead(value, out long seed))
            throw ApiException.InvalidField("seed", "must be a whole number of at most 64 bits; -1 draws one");
        if (seed is -1 or Reserved)
            return (uint)Random.Shared.NextInt64(Reserved);
        uint folded = (uint)(seed ^ (seed >> 32));
        return folded == Reserved ? Reserved - 1 : folded;
    }

    /// <summary><c>n_probs</c>, or OpenAI's <c>logprobs</c>: a number for completions, a flag for chat.</summary>
    private static int? ReadProbabilities(in RequestFields fields)
    {
        if (fields.TryGet("n_probs", out _))
            return fields.Whole("n_probs", 0, 0, ProbabilitiesMax) is > 0 and int count ? count : null;
        if (!fields.TryGet("logprobs", out JsonElement value) || value.ValueKind == JsonValueKind.False)
        {
            return fields.TryGet("top_logprobs", out _)
                ? throw ApiException.Invalid("'top_logprobs' needs 'logprobs' to be true", "top_logprobs")
                : null;
        }

        return value.ValueKind == JsonValueKind.True
            ? fields.Whole("top_logprobs", 0, 0, ProbabilitiesMax)
            : fields.Whole("logprobs", 0, 0, ProbabilitiesMax);
    }

    private static List<LlamaLogitBias> ReadBias(in RequestFields fields, Vocabulary vocabulary)
    {
        var biases = new List<LlamaLogitBias>();
        if (!fields.TryGet("logit_bias", out JsonElement value))
            return biases;
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty pair in value.EnumerateObject())
                Add(biases, Key(vocabulary, pair.Name), pair.Value);
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement pair in value.EnumerateArray())
            {
                if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2)
                    throw ApiException.InvalidField("logit_bias", "must hold pairs of token and bias");
                Add(biases, Tokens(vocabulary, pair[0]), pair[1]);
            }
        }
        else
        {
            throw ApiException.InvalidField("logit_bias", "must be an object or a list of pairs");
        }

        return biases;
    }

    private static void Add(List<LlamaLogitBias> biases, int[] tokens, JsonElement bias)
    {
        float amount = bias.ValueKind switch
        {
            JsonValueKind.False => float.NegativeInfinity,
            JsonValueKind.Number when bias.TryGetSingle(out float number) && float.IsFinite(number) => number,
            _ => throw ApiException.InvalidField("logit_bias", "must hold a number, or false to forbid a token"),
        };
        foreach (int token in tokens)
            biases.Add(new LlamaLogitBias { Token = token, Bias = amount });
        if (biases.Count > BiasesMax)
            throw ApiException.InvalidField("logit_bias", $"must name at most {BiasesMax} tokens");
    }

    /// <summary>A key of OpenAI's form is a token's number; any other is a text.</summary>
    private static int[] Key(Vocabulary vocabulary, string key)
    {
        if (!int.TryParse(key, out int token))
            return vocabulary.Tokenize(key, addSpecial: false, parseSpecial: true);
        return vocabulary.Contains(token)
            ? [token]
            : throw ApiException.InvalidField(
                "logit_bias", $"holds a token that is not from 0 to {vocabulary.TokenCount - 1}");
    }

    private static int[] Tokens(Vocabulary vocabulary, JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? [PromptReader.Token(vocabulary, value, "logit_bias")]
        : vocabulary.Tokenize(RequestFields.Text(value, "logit_bias"), addSpecial: false, parseSpecial: true);
}
