using System.Runtime.InteropServices;

namespace LlamaOrch.Cli.Terminals;

/// <summary>
/// Notices that whoever read the program's output is gone: its terminal was closed, or the next program of a pipe has
/// ended. A hang-up signal does not reach every process of a terminal, and a program that waits does not write, so the
/// system is asked.
/// </summary>
internal sealed partial class OutputWatch : IDisposable
{
    private const int StandardOutput = 1;

    // POLLERR: the other end of a pipe is closed. POLLHUP: the terminal is. POLLNVAL: there never was an output.
    private const short Gone = 0x0008 | 0x0010;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Timer timer;

    /// <summary>Watches standard output.</summary>
    /// <param name="whenGone">Called once.</param>
    public OutputWatch(Action whenGone)
    {
        int told = 0;
        timer = new Timer(_ =>
        {
            if (IsGone() && Interlocked.Exchange(ref told, 1) == 0)
                whenGone();
        });
        if (!OperatingSystem.IsWindows())
            timer.Change(Pause, Pause);
    }

    public void Dispose() => timer.Dispose();

    private static bool IsGone()
    {
        var output = new PollFile { File = StandardOutput };
        return Poll(ref output, 1, 0) > 0 && (output.Seen & Gone) != 0;
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PollFile files, nuint count, int timeoutMs);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFile
    {
        public int File;
        public short Wanted;
        public short Seen;
    }
}
