using System.Runtime.InteropServices;

namespace LlamaOrch.Orchestrator.Artifacts;

/// <summary>Makes the names in a folder survive a loss of power; .NET opens no folder that it could flush.</summary>
internal static partial class DurableFolder
{
    private const int ReadOnly = 0;

    /// <summary>Names that were given or taken by now are on disk when this returns.</summary>
    /// <exception cref="IOException">They may not be.</exception>
    public static void Flush(string path)
    {
        // Windows journals names by itself, and has no such call.
        if (OperatingSystem.IsWindows())
            return;
        int folder = Open(path, ReadOnly);
        if (folder < 0)
            throw new IOException($"{path} can't be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        int result = Sync(folder);
        string reason = Marshal.GetLastPInvokeErrorMessage();
        _ = Close(folder);
        if (result != 0)
            throw new IOException($"{path} can't be flushed: {reason}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
