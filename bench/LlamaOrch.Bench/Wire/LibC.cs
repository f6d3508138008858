using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LlamaOrch.Bench.Wire;

/// <summary>The two system calls that .NET has no equal for: a wait in nanoseconds, and a polite signal.</summary>
internal static partial class LibC
{
    public const int Sigterm = 15;
    private const short PollIn = 1;
    private const long NanosPerSecond = 1_000_000_000;

    /// <summary>Sleeps until a timestamp of <see cref="Stopwatch"/>; not at all when it has passed.</summary>
    public static unsafe void SleepUntil(long timestamp)
    {
        long wait;
        while ((wait = timestamp - Stopwatch.GetTimestamp()) > 0)
        {
            TimeSpec time = TimeSpec.FromNanos(wait);
            _ = PPoll(null, 0, &time, null);
        }
    }

    /// <summary>Waits until a socket has something to read, or until a timestamp; true when it has.</summary>
    public static unsafe bool WaitReadable(nint socket, long timestamp)
    {
        long wait;
        while ((wait = timestamp - Stopwatch.GetTimestamp()) > 0)
        {
            var poll = new PollFd { Fd = (int)socket, Events = PollIn };
            TimeSpec time = TimeSpec.FromNanos(wait);
            if (PPoll(&poll, 1, &time, null) > 0)
                return true;
        }

        return false;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "ppoll")]
    private static unsafe partial int PPoll(PollFd* fds, nuint count, TimeSpec* timeout, void* signals);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFd
    {
        public int Fd;
        public short Events;
        public short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanos;

        public static TimeSpec FromNanos(long nanos) =>
            new() { Seconds = nanos / NanosPerSecond, Nanos = nanos % NanosPerSecond };
    }
}
