using System.Diagnostics;
using LlamaOrch.Contracts.Errors;

namespace LlamaOrch.Hosting.Tracing;

/// <summary>What is said of a span; nothing when it is not recorded.</summary>
public static class SpanText
{
    /// <summary>Says that it failed, and why.</summary>
    public static void Fail(this Activity? span, ErrorCode code, string message) =>
        span?.SetTag(SpanTags.Error, code.WireName()).SetStatus(ActivityStatusCode.Error, message);
}
