using LlamaOrch.Hosting.Logging;
using LlamaOrch.Orchestrator.Dispatch;

namespace LlamaOrch.Orchestrator.Logging;

/// <summary>How a request ended.</summary>
/// <param name="How">Whether it went well.</param>
/// <param name="Target">The pool that had it last; null for none.</param>
/// <param name="Waited">From being asked for to its last slot, or to its end without one.</param>
internal readonly record struct RequestEnd(RequestEnding How, PoolTarget? Target, TimeSpan Waited) : ILogFields
{
    /// <summary>Why it failed; null where it did not.</summary>
    public ErrorCode? Code { get; init; }

    /// <summary>The HTTP status with which the engine refused it; null where it did not.</summary>
    public int? Status { get; init; }

    /// <summary>Tokens of the prompt; 0 where the engine does not say.</summary>
    public int TokensIn { get; init; }

    /// <summary>Tokens generated, likewise.</summary>
    public int TokensOut { get; init; }

    /// <summary>From the first byte of its answer to the last; null where there was none.</summary>
    public TimeSpan? Decode { get; init; }

    public void AddTo(LogLine line)
    {
        line.Set("pool_id", Target?.Place.PoolId);
        line.Set("node_id", Target?.Place.NodeId);
        line.Set("engine", Target?.Place.Engine);
        line.Set("engine_version", Target?.EngineVersion);
        line.Set("tokens_in", TokensIn > 0 ? TokensIn : null);
        line.Set("tokens_out", TokensOut > 0 || How == RequestEnding.Completed ? TokensOut : null);
        line.Set("decode_time", Decode);
        line.Set("waited", Waited);
        line.Set("code", Code);
        line.Set("status", Status);
    }
}
