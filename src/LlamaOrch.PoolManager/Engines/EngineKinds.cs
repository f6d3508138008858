using System.Buffers;

namespace LlamaOrch.PoolManager.Engines;

/// <summary>Engine kinds and device masks as settings and handoff files spell them.</summary>
internal static class EngineKinds
{
    /// <summary>llama.cpp's server, or the embedded engine, which speaks the same.</summary>
    public const string LlamaCpp = "llamacpp";

    /// <summary>Any OpenAI-compatible server.</summary>
    public const string OpenAi = "openai";

    /// <summary>vLLM, through its OpenAI-compatible routes.</summary>
    public const string Vllm = "vllm";

    /// <summary>The device mask of a pool without accelerators.</summary>
    public const string Cpu = "cpu";

    private const int DeviceMaskLengthMax = 256;

    private static readonly SearchValues<char> DeviceMaskChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_,");

    /// <summary>Whether a text is <c>cpu</c> or device ids separated by commas.</summary>
    public static bool IsDeviceMask(string text) =>
        text.Length is > 0 and <= DeviceMaskLengthMax && !text.AsSpan().ContainsAnyExcept(DeviceMaskChars);
}
