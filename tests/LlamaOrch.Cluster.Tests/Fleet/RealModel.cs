using LlamaOrch.TestKit.Processes;

namespace LlamaOrch.Cluster.Tests.Fleet;

/// <summary>The model that ships with the product.</summary>
internal static class RealModel
{
    /// <summary>Its file.</summary>
    public static string File { get; } = Path.Combine(BuiltHost.Root, "models", "llorch-tiny", "llorch-tiny.gguf");
}
