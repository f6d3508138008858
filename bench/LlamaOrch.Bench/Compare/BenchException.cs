namespace LlamaOrch.Bench.Compare;

/// <summary>A comparison that can't go on; the message says why and what to do.</summary>
internal sealed class BenchException(string message) : Exception(message);
