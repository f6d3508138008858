namespace LlamaOrch.LlamaCpp.Native;

/// <summary>How much of llama.cpp's own log is shown on stderr; the values are ggml's.</summary>
public enum NativeLogLevel
{
    /// <summary>Everything, tensors one by one.</summary>
    Debug = 1,

    /// <summary>What loading and computing decide.</summary>
    Info = 2,

    /// <summary>Oddities that do not stop it.</summary>
    Warn = 3,

    /// <summary>Failures only.</summary>
    Error = 4,

    /// <summary>Nothing.</summary>
    Off = 6,
}
