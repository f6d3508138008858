namespace LlamaOrch.Hosting.Streams;

/// <summary>What an <see cref="AnswerScanner"/> has learned, over all chunks of an answer.</summary>
internal sealed class AnswerFacts
{
    private UInt128 begun;
    private UInt128 finished;
    private int timedIn;
    private int timedOut;
    private int usedIn;
    private int usedOut;
    private bool isStatedHere;

    /// <summary>Pieces of answers: one for each choice of each chunk that brought something.</summary>
    public int Pieces { get; private set; }

    /// <summary>Bytes of generated text, as JSON writes them.</summary>
    public long TextBytes { get; set; }

    /// <summary>Whether there is an error in it.</summary>
    public bool HasError { get; set; }

    /// <summary>The HTTP status that the error names; 0 for none.</summary>
    public int ErrorStatus { get; set; }

    /// <summary>Prompt tokens as the engine states them; 0 while it has not.</summary>
    public int TokensIn => Math.Max(usedIn, timedIn);

    /// <summary>Generated tokens as the engine states them; 0 while it has not.</summary>
    public int TokensOut => Math.Max(usedOut, timedOut);

    /// <summary>How many pieces had come when the engine last stated what it generated.</summary>
    public int PiecesStated { get; private set; }

    /// <summary>Whether the engine has stated what it generated.</summary>
    public bool IsStated { get; private set; }

    /// <summary>How many choices have finished.</summary>
    public int FinishedCount => (int)UInt128.PopCount(finished);

    /// <summary>Whether every choice that has begun has finished.</summary>
    public bool IsAllFinished => begun == finished;

    public void SeeUsage(int? tokensIn, int? tokensOut)
    {
        usedIn = tokensIn ?? usedIn;
        usedOut = tokensOut ?? usedOut;
        State(tokensOut);
    }

    public void SeeTimings(int? tokensIn, int? tokensOut)
    {
        timedIn = tokensIn ?? timedIn;
        timedOut = tokensOut ?? timedOut;
        State(tokensOut);
    }

    /// <summary>A choice of a chunk is over.</summary>
    /// <param name="index">Which; negative for one too high to be told apart.</param>
    /// <param name="isFinished">Whether it has its finish reason.</param>
    /// <param name="hasPiece">Whether it brought something.</param>
    public void SeeChoice(int index, bool isFinished, bool hasPiece)
    {
        if (hasPiece)
            Pieces++;
        if (index < 0)
            return;
        UInt128 bit = UInt128.One << index;
        begun |= bit;
        if (isFinished)
            finished |= bit;
    }

    /// <summary>A chunk is over: what it states holds for what it brought, whichever stood first.</summary>
    public void EndChunk()
    {
        if (isStatedHere)
            PiecesStated = Pieces;
        isStatedHere = false;
    }

    private void State(int? tokensOut)
    {
        if (tokensOut is null)
            return;
        IsStated = isStatedHere = true;
        PiecesStated = Pieces;
    }
}
