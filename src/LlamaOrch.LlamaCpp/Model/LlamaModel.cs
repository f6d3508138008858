using System.Runtime.InteropServices;
using System.Text;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.LlamaCpp.Native;
using LlamaOrch.LlamaCpp.Native.Interop;

namespace LlamaOrch.LlamaCpp.Model;

/// <summary>A loaded model: weights and vocabulary.</summary>
internal sealed unsafe class LlamaModel : IDisposable
{
    private LlamaModel(nint handle, string path)
    {
        Handle = handle;
        Path = path;
        Vocabulary = new Vocabulary(LlamaApi.ModelVocab(handle));
        ChatTemplate = ReadTemplate(handle);
        Description = ReadText((buffer, size) => LlamaApi.ModelDescription(handle, buffer, size));
    }

    /// <summary><c>llama_model *</c>.</summary>
    public nint Handle { get; }

    /// <summary>The file it came from.</summary>
    public string Path { get; }

    /// <summary>Its tokens.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The chat template in the file; null where there is none.</summary>
    public string? ChatTemplate { get; }

    /// <summary>Architecture, size and quantisation in llama.cpp's words.</summary>
    public string Description { get; }

    /// <summary>Tokens of context that it was trained on.</summary>
    public int TrainedContextTokens => LlamaApi.ModelContextTrain(Handle);

    /// <summary>Length of its embedding vectors.</summary>
    public int EmbeddingLength => LlamaApi.ModelEmbeddingLength(Handle);

    /// <summary>Length of the vectors that it embeds into.</summary>
    public int EmbeddingLengthOut => LlamaApi.ModelEmbeddingLengthOut(Handle);

    /// <summary>Number of its weights.</summary>
    public ulong ParameterCount => LlamaApi.ModelParameterCount(Handle);

    /// <summary>Size of its weights in bytes.</summary>
    public ulong SizeBytes => LlamaApi.ModelSizeBytes(Handle);

    /// <summary>Whether a sequence can be cut back by a token: not where state is recurrent.</summary>
    public bool CanCutBack =>
        LlamaApi.ModelIsRecurrent(Handle) == 0 && LlamaApi.ModelIsHybrid(Handle) == 0;

    /// <summary>
    /// Whether a prompt's beginning can stay for the next request: whole attention, no sliding window.
    /// </summary>
    public bool CanKeepPrefix => CanCutBack && LlamaApi.ModelSlidingWindow(Handle) == 0;

    /// <summary>Loads the weights; takes as long as reading the file does.</summary>
    /// <exception cref="StartupException">
    /// llama.cpp refuses the file, or it is of a kind that this engine is not for.
    /// </exception>
    public static LlamaModel Load(string path)
    {
        LlamaModelParams parameters = LlamaApi.ModelDefaultParams();
        parameters.GpuLayers = 0;
        nint handle = LlamaApi.ModelLoad(path, parameters);
        if (handle == 0)
        {
            string reason = NativeLog.LastError is string error ? $": {error}" : "";
            throw new StartupException(ExitCode.BadModelFile, $"llama.cpp can't load {path}{reason}");
        }

        var model = new LlamaModel(handle, path);
        if (model.Vocabulary.Type != 0 && IsSupported(handle))
            return model;
        model.Dispose();
        throw new StartupException(
            ExitCode.BadModelFile,
            $"{path} is a model that this engine does not serve: it has no vocabulary, or is no decoder-only model.");
    }

    /// <summary>A text value of the file's metadata; null where there is none.</summary>
    public string? Metadata(string key)
    {
        string value = ReadText((buffer, size) => LlamaApi.ModelMetaValue(Handle, key, buffer, size));
        return value.Length == 0 ? null : value;
    }

    /// <inheritdoc/>
    public void Dispose() => LlamaApi.ModelFree(Handle);

    private static bool IsSupported(nint handle)
    {
        bool encodes = LlamaApi.ModelHasEncoder(handle) != 0;
        bool decodes = LlamaApi.ModelHasDecoder(handle) != 0;
        return !(encodes && decodes) && LlamaApi.ModelIsDiffusion(handle) == 0;
    }

    private static string? ReadTemplate(nint handle)
    {
        byte* template = LlamaApi.ModelChatTemplate(handle, null);
        return template == null ? null : Marshal.PtrToStringUTF8((nint)template);
    }

    private delegate int TextReader(byte* buffer, nuint size);

    private static string ReadText(TextReader reader)
    {
        byte* buffer = stackalloc byte[512];
        int length = reader(buffer, 512);
        return length <= 0 ? "" : Encoding.UTF8.GetString(buffer, Math.Min(length, 511));
    }
}
