using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Logging;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>An answer on its way to its client.</summary>
/// <param name="Asked">What was asked.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Memory">Where its pieces pass through.</param>
/// <param name="FirstCount">How many of its bytes are there.</param>
/// <param name="Waited">How long the request waited for its slot.</param>
internal readonly record struct PassedAnswer(
    AskedRequest Asked, DispatchAttempt Answer, Memory<byte> Memory, int FirstCount, TimeSpan Waited);
