namespace LlamaOrch.LlamaCpp.Startup;

/// <summary>Notices when standard input ends: the parent that held the pipe is gone, by whatever way.</summary>
internal static class StdinWatch
{
    /// <summary>Calls <paramref name="onEnd"/> once, from a thread of its own, when standard input ends.</summary>
    public static void Start(Action onEnd)
    {
        var thread = new Thread(() =>
        {
            using Stream input = Console.OpenStandardInput();
            byte[] ignored = new byte[256];
            while (input.Read(ignored) > 0)
            {
                // What is written to the worker means nothing; only the end does.
            }

            onEnd();
        })
        {
            Name = "stdin",
            IsBackground = true,
        };
        thread.Start();
    }
}
