namespace LlamaOrch.Simulation.Tests.Actors.Nodes;

/// <summary>What engines do wrong, each as a share of their requests.</summary>
internal sealed record EngineFaults
{
    /// <summary>An engine without faults.</summary>
    public static EngineFaults None { get; } = new();

    /// <summary>Refuses for the moment, as an engine that loads its model does.</summary>
    public double Refuses { get; init; }

    /// <summary>Finds the request itself at fault.</summary>
    public double BadRequests { get; init; }

    /// <summary>Breaks off amid its answer.</summary>
    public double Breaks { get; init; }

    /// <summary>Answers with what nobody can read.</summary>
    public double Garbage { get; init; }

    /// <summary>Is a hundred times slower.</summary>
    public double Slow { get; init; }
}
