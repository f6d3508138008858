using LlamaOrch.Hosting.Logging;
using LlamaOrch.Hosting.Streams;
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

    /// <summary>Who counted those.</summary>
    public TokenSource TokenSource { get; init; }

    /// <summary>From the first byte of its answer to the last; null where there was none.</summary>
    public TimeSpan? Decode { get; init; }

    public void AddTo(LogLine line)
    {
        line.SetId(LogFields.PoolId, Target?.Place.PoolId);
        line.SetId(LogFields.NodeId, Target?.Place.NodeId);
        line.Set("engine", Target?.Place.Engine);
        line.Set("engine_version", Target?.EngineVersion);
        line.Set(LogFields.TokensIn, TokensIn > 0 ? TokensIn : null);
        line.Set(LogFields.TokensOut, TokensOut > 0 || How == RequestEnding.Completed ? TokensOut : null);
        line.Set("tokens_counted_by", TokenSources.Name(TokenSource));
        line.Set(LogFields.DecodeTimeMs, Decode);
        line.Set("waited", Waited);
        line.Set("code", Code);
        line.Set("status", Status);
    }
}
