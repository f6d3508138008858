using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using LlamaOrch.LlamaCpp.Native.Interop;

namespace LlamaOrch.LlamaCpp.Native;

/// <summary>
/// Routes llama.cpp's log to stderr from a chosen level, and keeps the last failure for a start-up message.
/// </summary>
internal static unsafe class NativeLog
{
    // ggml's level for "more of the line before".
    private const int Continuation = 5;

    private static volatile int s_level = (int)NativeLogLevel.Error;
    private static volatile string? s_lastError;

    // Written by whichever native thread logs; a torn continuation at worst shows a line too many.
    private static volatile int s_lineLevel;

    /// <summary>The last line that was logged as an error; null if there was none.</summary>
    public static string? LastError => s_lastError;

    /// <summary>Takes the log over from llama.cpp's own printing.</summary>
    public static void Install(NativeLogLevel level)
    {
        s_level = (int)level;
        LlamaApi.LogSet(&OnLine, null);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLine(int level, byte* text, void* userData)
    {
        int effective = level == Continuation ? s_lineLevel : level;
        s_lineLevel = effective;
        if (effective < (int)NativeLogLevel.Error && effective < s_level)
            return;
        string line = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
        if (effective == (int)NativeLogLevel.Error && !string.IsNullOrWhiteSpace(line))
            s_lastError = line.Trim();
        if (effective >= s_level)
            Console.Error.Write(line);
    }
}
