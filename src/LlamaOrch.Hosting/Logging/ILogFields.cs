namespace LlamaOrch.Hosting.Logging;

/// <summary>
/// A parameter of a log method that stands for several fields of the line. It is asked only when the line is written.
/// </summary>
public interface ILogFields
{
    /// <summary>Adds its fields.</summary>
    /// <param name="line">The line.</param>
    void AddTo(LogLine line);
}
