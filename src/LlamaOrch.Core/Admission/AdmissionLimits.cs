namespace LlamaOrch.Core.Admission;

/// <summary>What a request may ask for at most, whatever the model.</summary>
public sealed record AdmissionLimits
{
    /// <summary>
    /// Most tokens that one answer can have; who asks for more is taken to ask for as many. Default 1,048,576: beyond
    /// any context served today.
    /// </summary>
    public int MaxTokensMax { get; init; } = 1_048_576;

    /// <summary>Longest time that a task may give itself. Default one day: beyond that nobody waits.</summary>
    public TimeSpan DeadlineMax { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Most answers that one request may ask for. Default 128, as OpenAI has it.</summary>
    public int AnswersMax { get; init; } = 128;

    /// <summary>Deepest nesting of a JSON body. Default 64, as System.Text.Json has it.</summary>
    public int JsonDepthMax { get; init; } = 64;
}
