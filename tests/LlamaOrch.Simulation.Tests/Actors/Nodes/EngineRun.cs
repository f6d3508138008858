namespace LlamaOrch.Simulation.Tests.Actors.Nodes;

/// <summary>One request in an engine.</summary>
internal sealed class EngineRun(InferRequest request, Action<Piece> tell)
{
    /// <summary>What was asked.</summary>
    public InferRequest Request => request;

    /// <summary>Whether anybody still wants it.</summary>
    public bool IsWanted { get; private set; } = true;

    /// <summary>Nobody wants it any more.</summary>
    public void Cancel() => IsWanted = false;

    /// <summary>Passes a piece on.</summary>
    public void Tell(Piece piece)
    {
        if (IsWanted)
            tell(piece);
    }
}
