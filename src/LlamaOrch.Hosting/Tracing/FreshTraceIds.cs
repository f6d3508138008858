using System.Diagnostics;

namespace LlamaOrch.Hosting.Tracing;

/// <summary>
/// Lets a trace begin under an id that is known already: .NET asks one generator of the process for the id of an
/// activity without parent, and no argument gives it.
/// </summary>
internal static class FreshTraceIds
{
    [ThreadStatic]
    private static ActivityTraceId? next;

    static FreshTraceIds() => Activity.TraceIdGenerator = () => next ?? ActivityTraceId.CreateRandom();

    /// <summary>The id of traces that this thread begins; null for random ones.</summary>
    public static ActivityTraceId? Next
    {
        set => next = value;
    }
}
