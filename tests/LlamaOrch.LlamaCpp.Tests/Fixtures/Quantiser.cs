using System.Runtime.InteropServices;
using LlamaOrch.LlamaCpp.Native;

namespace LlamaOrch.LlamaCpp.Tests.Fixtures;

/// <summary>llama.cpp's own quantisation, for test models in the formats that people use.</summary>
internal static unsafe partial class Quantiser
{
    public const int Q4_0 = 2;
    public const int Q8_0 = 7;
    public const int Q4_K_M = 15;
    public const int Q6_K = 18;

    static Quantiser() => NativeLibraries.ResolveFor(typeof(Quantiser).Assembly);

    public static void Quantise(string from, string to, int fileType)
    {
        QuantiseParameters parameters = DefaultParameters();
        parameters.FileType = fileType;
        if (Quantise(from, to, &parameters) != 0)
            throw new InvalidOperationException($"{from} can't be quantised as {fileType}");
    }

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_model_quantize_default_params")]
    private static partial QuantiseParameters DefaultParameters();

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_model_quantize", StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint Quantise(string from, string to, QuantiseParameters* parameters);

    [StructLayout(LayoutKind.Sequential)]
    private struct QuantiseParameters
    {
        public int ThreadCount;
        public int FileType;
        public int OutputType;
        public int EmbeddingType;
        public byte AllowRequantise;
        public byte QuantiseOutput;
        public byte OnlyCopy;
        public byte Pure;
        public byte KeepSplit;
        public byte DryRun;
        public nint Imatrix;
        public nint Overrides;
        public nint TensorOverrides;
        public nint PruneLayers;
        public nuint BufferMax;
    }
}
