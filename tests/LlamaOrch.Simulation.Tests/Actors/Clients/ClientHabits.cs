namespace LlamaOrch.Simulation.Tests.Actors.Clients;

/// <summary>How clients behave.</summary>
internal sealed record ClientHabits
{
    /// <summary>The models that they ask for.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>The longest pause between two asks of one client.</summary>
    public required TimeSpan PauseMax { get; init; }

    /// <summary>The longest answer.</summary>
    public required int TokensMax { get; init; }

    /// <summary>How many asks are batch work.</summary>
    public double Batch { get; init; }

    /// <summary>How many asks are tasks of <c>/v2</c>, the others of <c>/v1</c>.</summary>
    public double Tasks { get; init; }

    /// <summary>How many tasks belong to a session.</summary>
    public double InSession { get; init; }

    /// <summary>How many leave, or cancel, before they have their answer.</summary>
    public double Impatient { get; init; }
}
