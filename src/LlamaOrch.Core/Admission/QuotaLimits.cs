namespace LlamaOrch.Core.Admission;

/// <summary>What one caller may use; null where there is no limit.</summary>
/// <param name="RequestsPerMinute">Most requests and tasks within a minute.</param>
/// <param name="TasksMax">Most at a time, waiting ones included.</param>
/// <param name="TokensPerDay">Most generated tokens within a day (UTC).</param>
public sealed record QuotaLimits(int? RequestsPerMinute, int? TasksMax, long? TokensPerDay);
