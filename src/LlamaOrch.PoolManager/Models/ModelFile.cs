using LlamaOrch.Contracts.ModelFiles;
using LlamaOrch.Contracts.Processes;

namespace LlamaOrch.PoolManager.Models;

/// <summary>What can be said of a model file before an engine is started for it.</summary>
internal static class ModelFile
{
    /// <summary>One sentence when the file can't be a model; null when it may be one.</summary>
    public static string? Problem(string path)
    {
        try
        {
            GgufModel.Open(path);
            return null;
        }
        catch (StartupException problem)
        {
            return problem.Message;
        }
    }
}
