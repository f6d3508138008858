namespace LlamaOrch.Ops.Tests.Rules;

/// <summary>A recording rule.</summary>
/// <param name="Name">The series that it makes.</param>
/// <param name="Expression">What of.</param>
internal sealed record RecordRule(string Name, string Expression);
