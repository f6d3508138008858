namespace LlamaOrch.Tools.TinyModel.Training;

/// <summary>Warm-up in a straight line, then half a cosine down to a twentieth.</summary>
/// <param name="Peak">The highest rate.</param>
/// <param name="WarmupSteps">Steps until it is reached.</param>
/// <param name="TotalSteps">Steps until the fall ends.</param>
public sealed record LearningRate(float Peak, long WarmupSteps, long TotalSteps)
{
    private const float Lowest = 0.05f;

    /// <summary>The rate of a step, counted from 1.</summary>
    public float At(long step)
    {
        if (step < WarmupSteps)
        {
            return Peak * step / WarmupSteps;
        }

        float done = Math.Clamp((float)(step - WarmupSteps) / Math.Max(1, TotalSteps - WarmupSteps), 0, 1);
        return Peak * (Lowest + ((1 - Lowest) * 0.5f * (1 + MathF.Cos(MathF.PI * done))));
    }
}
