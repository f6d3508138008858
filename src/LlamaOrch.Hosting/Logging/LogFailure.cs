using System.ComponentModel;
using System.Data.Common;

namespace LlamaOrch.Hosting.Logging;

/// <summary>
/// A failure as lines show it. The words of most failures are about systems; those of parsers and of argument checks
/// quote what they were given, which may be a client's, so only those of the kinds named here are shown.
/// </summary>
/// <param name="Type">The name of its type.</param>
/// <param name="Message">Its words.</param>
/// <param name="Stack">Where it came from; null where it was never thrown.</param>
internal readonly record struct LogFailure(string Type, string Message, string? Stack)
{
    /// <summary>What stands in the place of words that are not shown.</summary>
    public const string NotShown = "(not shown: it may quote input)";

    /// <summary>A failure and what caused it, the outermost first.</summary>
    public static IEnumerable<LogFailure> Chain(Exception failure)
    {
        int count = 0;
        for (Exception? cause = failure; cause is not null && count < LogLimits.CausesMax; cause = cause.InnerException)
        {
            count++;
            yield return Of(cause);
        }
    }

    private static LogFailure Of(Exception failure) => new(
        failure.GetType().FullName ?? failure.GetType().Name,
        IsAboutSystems(failure)
            ? LogLimits.Cut(LogRedaction.Text(failure.Message), LogLimits.TextLengthMax)
            : NotShown,
        failure.StackTrace is string stack ? LogLimits.Cut(stack, LogLimits.StackLengthMax) : null);

    private static bool IsAboutSystems(Exception failure) => failure
        is IOException
        or HttpRequestException
        or DbException
        or Win32Exception
        or TimeoutException
        or OperationCanceledException
        or UnauthorizedAccessException
        or InvalidOperationException
        or NullReferenceException
        or OutOfMemoryException
        || failure.GetType().Namespace is string space
            && (space.StartsWith("LlamaOrch.", StringComparison.Ordinal)
                || space.StartsWith("Orleans", StringComparison.Ordinal));
}
