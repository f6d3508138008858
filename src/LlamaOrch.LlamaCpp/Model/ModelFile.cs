using LlamaOrch.Contracts.ModelFiles;
using LlamaOrch.LlamaCpp.Startup;

namespace LlamaOrch.LlamaCpp.Model;

/// <summary>A model file that passed the checks before loading.</summary>
/// <param name="Path">The file.</param>
/// <param name="ContextTokens">Tokens of context per slot, as it will be used.</param>
/// <param name="Threads">Threads that compute, as they will be used.</param>
internal sealed record ModelFile(string Path, int ContextTokens, int Threads)
{
    // llama.cpp's threads meet, spinning, after every operation: some 300 times a token. With weights that one thread
    // reads in a few milliseconds a second one gains nothing, and where processors are shared it costs tens of them.
    private const long OneThreadBytesMax = 32L << 20;
    private const int ThreadsMax = 64;

    // Without a wish of the user, a model's own context may be far more than a machine's memory takes.
    private const int DefaultContextTokensMax = 4096;

    /// <summary>Checks format and memory.</summary>
    /// <exception cref="Contracts.Processes.StartupException">The file is no GGUF, or it does not fit.</exception>
    public static ModelFile Check(EngineOptions options)
    {
        GgufModel model = GgufModel.Open(options.ModelPath);
        (GgufHeader header, long weightBytes) = (model.Header, model.LengthBytes);
        int trained = (int)Math.Clamp(header.Number("context_length") ?? DefaultContextTokensMax, 1, int.MaxValue);
        int context = options.ContextTokens > 0
            ? options.ContextTokens
            : Math.Min(trained, DefaultContextTokensMax);
        long required = MemoryCheck.RequiredBytes(header, weightBytes, options.Slots, context);
        MemoryCheck.Demand(required, MemoryCheck.AvailableBytes(), options.ModelPath);
        if (context > trained)
        {
            Console.Error.WriteLine($"the model was trained on {trained} tokens of context; {context} are used as "
                + "asked, and its answers may get worse beyond.");
        }

        return new ModelFile(options.ModelPath, context, ChooseThreads(options.Threads, weightBytes));
    }

    private static int ChooseThreads(int wish, long weightBytes)
    {
        if (wish > 0)
            return wish;
        return weightBytes <= OneThreadBytesMax ? 1 : Math.Min(Environment.ProcessorCount, ThreadsMax);
    }
}
