using LlamaOrch.Hosting.Streams;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>How passing an answer through ended.</summary>
/// <param name="How">What ended it.</param>
/// <param name="TokensIn">Prompt tokens as the engine states them; 0 when it does not.</param>
/// <param name="TokensOut">Generated tokens.</param>
/// <param name="Source">Who counted those.</param>
internal readonly record struct ForwardEnd(ForwardResult How, int TokensIn, int TokensOut, TokenSource Source)
{
    /// <summary>With what was counted.</summary>
    public static ForwardEnd Of(ForwardResult how, AnswerMeter meter) =>
        new(how, meter.TokensIn, meter.TokensOut, meter.Source);
}
