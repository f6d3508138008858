using System.Runtime.InteropServices;

namespace LlamaOrch.PoolManager.Models;

/// <summary>Runs long work on a thread that gets only the time that nobody else wants.</summary>
internal static partial class YieldingThread
{
    private const int OfProcess = 0;
    private const int ThisThread = 0;
    private const int Lowest = 19;

    /// <summary>Runs the work; ends with its result or its failure.</summary>
    public static Task<TResult> RunAsync<TResult>(Func<TResult> work)
    {
        var done = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            Yield();
            try
            {
                done.SetResult(work());
            }
            catch (OperationCanceledException)
            {
                done.SetCanceled();
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        })
        {
            Name = "model-digest",
            IsBackground = true,
            Priority = ThreadPriority.Lowest,
        };
        thread.Start();
        return done.Task;
    }

    /// <summary>
    /// On Linux .NET's priorities say nothing to the kernel; there a 'process' without a number is the calling thread.
    /// </summary>
    private static void Yield()
    {
        if (OperatingSystem.IsLinux())
            _ = SetPriority(OfProcess, ThisThread, Lowest);
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int value);
}
