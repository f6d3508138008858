namespace LlamaOrch.Simulation.Tests.Actors.Nodes;

/// <summary>What comes back over a connection on which a request was sent.</summary>
internal abstract record Piece
{
    private Piece()
    {
    }

    /// <summary>The node itself does not take the request.</summary>
    public sealed record Refused(ErrorCode Code) : Piece;

    /// <summary>The engine does not take it, with its status.</summary>
    public sealed record EngineRefused(int Status) : Piece;

    /// <summary>A token, by number, of the run under one lease.</summary>
    public sealed record Token(int Index, long Fence) : Piece;

    /// <summary>Something that is no token.</summary>
    public sealed record Garbage : Piece;

    /// <summary>The answer is whole.</summary>
    public sealed record Finished(int Tokens) : Piece;

    /// <summary>The answer broke off.</summary>
    public sealed record BrokenOff : Piece;
}
