using System.Diagnostics;

namespace LlamaOrch.Ops.Tests.Live;

/// <summary>Ends processes that are children of what a test has started.</summary>
internal static class Killing
{
    /// <summary>Kills one; nothing happens when it has ended by itself.</summary>
    public static void Kill(int processId)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            process.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // Ended meanwhile.
        }
    }
}
