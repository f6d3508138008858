using System.Runtime.InteropServices;

namespace LlamaOrch.PoolManager.Provisioning;

/// <summary>Asks a process to end, which .NET itself can only force.</summary>
internal static partial class ProcessSignals
{
    private const int Terminate = 15;

    /// <summary>Sends SIGTERM; does nothing where the system has no signals, or the process has ended.</summary>
    public static void AskToEnd(int processId)
    {
        if (!OperatingSystem.IsWindows())
            _ = Kill(processId, Terminate);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
