namespace LlamaOrch.Contracts.Processes;

/// <summary>
/// A start that can't succeed for a reason the user can mend; shown as one sentence, without a stack.
/// </summary>
public sealed class StartupException : Exception
{
    /// <summary>Makes the failure.</summary>
    /// <param name="code">What the program exits with.</param>
    /// <param name="message">One sentence: what is wrong and what to do.</param>
    /// <param name="innerException">The cause, for the log.</param>
    public StartupException(ExitCode code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>What the program exits with.</summary>
    public ExitCode Code { get; }
}
