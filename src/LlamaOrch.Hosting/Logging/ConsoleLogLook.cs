namespace LlamaOrch.Hosting.Logging;

/// <summary>How lines for people look.</summary>
public sealed record ConsoleLogLook
{
    /// <summary>Whether they are in colours. Default false.</summary>
    public bool HasColours { get; init; }

    /// <summary>Whether each says who speaks: where several daemons write into one log. Default false.</summary>
    public bool ShowsWriter { get; init; }

    /// <summary>How the local time is written. Default <c>HH:mm:ss</c>.</summary>
    public string TimeFormat { get; init; } = "HH:mm:ss";

    /// <summary>For standard output: colours at a terminal, unless <c>NO_COLOR</c> is set.</summary>
    public static ConsoleLogLook OfOutput() => new() { HasColours = !Console.IsOutputRedirected && MayColour() };

    /// <summary>For standard error.</summary>
    public static ConsoleLogLook OfErrors() => new() { HasColours = !Console.IsErrorRedirected && MayColour() };

    private static bool MayColour() => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
}
