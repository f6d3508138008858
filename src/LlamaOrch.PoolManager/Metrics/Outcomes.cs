namespace LlamaOrch.PoolManager.Metrics;

/// <summary>Label values that several metrics share.</summary>
internal static class Outcomes
{
    public const string Success = "success";
    public const string Error = "error";
    public const string Unauthorized = "unauthorized";

    /// <summary>Stands for a pool that has no name yet or whose name is not to be believed.</summary>
    public const string Unknown = "unknown";
}
