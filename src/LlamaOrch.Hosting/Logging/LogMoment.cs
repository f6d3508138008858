using Microsoft.Extensions.Logging;

namespace LlamaOrch.Hosting.Logging;

/// <summary>What a line says beside its parameters.</summary>
/// <param name="Time">When it was logged.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Event">What happened.</param>
/// <param name="Failure">What went wrong; null for nothing.</param>
internal readonly record struct LogMoment(DateTimeOffset Time, LogLevel Level, EventId Event, Exception? Failure);
