using LlamaOrch.LlamaCpp.Model;
using LlamaOrch.LlamaCpp.Native.Interop;
using LlamaOrch.LlamaCpp.Sampling.Schemas;

namespace LlamaOrch.LlamaCpp.Tests.Fixtures;

/// <summary>Asks llama.cpp itself whether a text is an answer that a schema's grammar allows.</summary>
internal static unsafe class GrammarProbe
{
    /// <summary>Whether the whole text may be generated, and the answer end there.</summary>
    public static bool Allows(Vocabulary vocabulary, string schema, string text)
    {
        using var document = System.Text.Json.JsonDocument.Parse(schema);
        string grammar = JsonSchemaGrammar.Compile(document.RootElement).Grammar;
        nint sampler = LlamaApi.SamplerGrammar(vocabulary.Handle, grammar, "root");
        Assert.True(sampler != 0, grammar);
        try
        {
            foreach (int token in vocabulary.Tokenize(text, addSpecial: false, parseSpecial: false))
            {
                if (!Allows(sampler, token))
                    return false;
                LlamaApi.SamplerAccept(sampler, token);
            }

            return Allows(sampler, vocabulary.EndToken);
        }
        finally
        {
            LlamaApi.SamplerFree(sampler);
        }
    }

    private static bool Allows(nint sampler, int token)
    {
        var candidate = new LlamaTokenData { Id = token, Logit = 1f };
        var single = new LlamaTokenDataArray { Data = &candidate, Size = 1, Selected = -1 };
        LlamaApi.SamplerApply(sampler, &single);
        return !float.IsNegativeInfinity(candidate.Logit);
    }
}
