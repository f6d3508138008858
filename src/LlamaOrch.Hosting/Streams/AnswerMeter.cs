using LlamaOrch.Contracts.Streams;

namespace LlamaOrch.Hosting.Streams;

/// <summary>
/// Watches an engine's answer as its bytes pass: whether it is a stream of events or a document, when its first token
/// came, how many tokens it has, and whether its end is an end or a break. Nothing is kept and nothing is allocated
/// for a piece.
/// </summary>
/// <param name="expectsEvents">Whether a stream was asked for, or is announced by the content type.</param>
/// <param name="choices">How many answers were asked for.</param>
public sealed class AnswerMeter(bool expectsEvents, int choices = 1)
{
    // The usual rule of thumb; only for documents of engines that count nothing.
    private const int BytesPerToken = 4;

    private readonly AnswerFacts facts = new();
    private AnswerScanner? scanner;
    private EventFramer framer = new();
    private bool? isEvents;
    private int doneBytes;
    private bool hasData;
    private int dataBytes;

    /// <summary>Whether it is a stream of events; null while nothing has come that tells.</summary>
    public bool? IsEvents => isEvents;

    /// <summary>Events with data so far.</summary>
    public int EventCount { get; private set; }

    /// <summary>How many of the bytes seen last belong to an event that has not ended, or follow an error.</summary>
    public long OpenBytes { get; private set; }

    /// <summary>Whether a stream is between two events, so that something may be put in.</summary>
    public bool IsBetweenEvents => framer.IsBetweenEvents;

    /// <summary>Whether something generated has come. Comments, roles and empty choices are nothing.</summary>
    public bool HasToken => facts.Pieces > 0;

    /// <summary>Whether the engine has said in its answer that it failed.</summary>
    public bool HasError => facts.HasError;

    /// <summary>Whether the event in which it said so has ended.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The HTTP status that it named there; 0 for none.</summary>
    public int ErrorStatus => facts.ErrorStatus;

    /// <summary>Whether <c>[DONE]</c> has come.</summary>
    public bool IsDone { get; private set; }

    /// <summary>
    /// Whether the engine has said all that it has to say: a stream by <c>[DONE]</c>, or by a finish reason for each
    /// answer where it leaves that out; a document by the end of its JSON.
    /// </summary>
    public bool IsComplete => !HasError && (isEvents == true
        ? IsDone || (facts.FinishedCount >= choices && facts.IsAllFinished && (dataBytes == 0 || IsWholeData))
        : isEvents == false && scanner!.IsWhole);

    /// <summary>Whether it is neither events nor JSON.</summary>
    public bool IsGarbage { get; private set; }

    /// <summary>Whether a stream ends with an event that is whole but for its empty line.</summary>
    public bool LacksLastLine { get; private set; }

    /// <summary>Prompt tokens as the engine states them; 0 when it does not.</summary>
    public int TokensIn => facts.TokensIn;

    /// <summary>Generated tokens: see <see cref="Source"/>.</summary>
    public int TokensOut => Source switch
    {
        TokenSource.Engine => facts.TokensOut,
        TokenSource.Pieces => Math.Max(facts.Pieces, facts.TokensOut),
        TokenSource.Length => (int)Math.Min((facts.TextBytes + BytesPerToken - 1) / BytesPerToken, int.MaxValue),
        _ => 0,
    };

    /// <summary>Who counted the tokens. An engine's count that more pieces followed is not believed.</summary>
    public TokenSource Source => facts.IsStated && (isEvents != true || facts.PiecesStated == facts.Pieces)
        ? TokenSource.Engine
        : facts.Pieces == 0 ? TokenSource.None : isEvents == true ? TokenSource.Pieces : TokenSource.Length;

    private bool IsWholeData => scanner!.IsWhole || doneBytes == Done.Length;

    private static ReadOnlySpan<byte> Done => "[DONE]"u8;

    /// <summary>Sees the next bytes of the answer.</summary>
    public void See(ReadOnlySpan<byte> piece)
    {
        if (isEvents is null)
        {
            isEvents = Tell(piece, out int blanks);
            if (isEvents == false)
                piece = piece[blanks..];
        }

        if (isEvents == false)
            scanner!.See(piece);
        else
            SeeEvents(piece);
    }

    /// <summary>The answer has ended, cleanly as HTTP goes.</summary>
    public void End()
    {
        if (isEvents != true || dataBytes == 0 || !IsWholeData)
            return;
        EndEvent();
        LacksLastLine = true;
    }

    private void SeeEvents(ReadOnlySpan<byte> rest)
    {
        OpenBytes += rest.Length;
        FramePart part;
        while ((part = framer.Next(ref rest, out ReadOnlySpan<byte> value)) != FramePart.None)
        {
            if (part == FramePart.Data)
            {
                SeeData(value);
            }
            else if (part == FramePart.DataEnd)
            {
                hasData = true;
                scanner!.See("\n"u8);
            }
            else if (part == FramePart.EventEnd)
            {
                EndEvent();
                OpenBytes = rest.Length;
                // What a failed engine adds, be it a [DONE], would make its answer look whole.
                if (HasFailed)
                    return;
            }
        }
    }

    private void SeeData(ReadOnlySpan<byte> value)
    {
        int compared = Math.Min(value.Length, Done.Length - doneBytes);
        if (dataBytes == doneBytes && compared > 0)
            doneBytes += value[..compared].CommonPrefixLength(Done[doneBytes..]);
        dataBytes = Math.Min(dataBytes + value.Length, int.MaxValue / 2);
        scanner!.See(value);
    }

    private void EndEvent()
    {
        if (hasData || dataBytes > 0)
            EventCount++;
        IsDone |= doneBytes == Done.Length;
        HasFailed |= HasError;
        facts.EndChunk();
        (hasData, dataBytes, doneBytes) = (false, 0, 0);
        scanner!.Reset();
    }

    /// <summary>
    /// What it is, by its first byte: engines name wrong types, and some answer with a document when asked for a
    /// stream. No JSON begins with the first letter of a field.
    /// </summary>
    private bool? Tell(ReadOnlySpan<byte> piece, out int blanks)
    {
        scanner ??= new AnswerScanner(facts);
        ReadOnlySpan<byte> start = piece.TrimStart(" \t\r\n\uFEFF"u8);
        blanks = piece.Length - start.Length;
        if (start.IsEmpty)
            return null;
        bool isJson = start[0] is (byte)'{' or (byte)'[';
        bool isField = start[0] is (byte)':' or (byte)'d' or (byte)'e' or (byte)'i' or (byte)'r';
        IsGarbage = !isJson && !isField && !expectsEvents;
        return !isJson && (isField || expectsEvents);
    }
}
