namespace LlamaOrch.Hosting.Streams;

/// <summary>
/// Reads OpenAI's answers and chunks of answers as their bytes pass, cut anywhere, without keeping them: which choices
/// have brought something and which have finished, usage, errors. It takes a place for what it is by where it stands,
/// so a model can't write numbers into the books.
/// </summary>
internal sealed class AnswerScanner
{
    // Choices beyond are counted, but nobody waits for their end.
    private const int ChoicesMax = 128;
    private const int NestingMax = 64;

    private readonly AnswerFacts facts;
    private AnswerPlaces places;
    private ShortText key;
    private ShortText value;
    private ulong objects;
    private int depth;
    private long number;
    private int index;
    private bool hasBegun;
    private bool isBroken;
    private bool inString;
    private bool inEscape;
    private bool inScalar;
    private bool isNumberWhole;
    private bool isKey;
    private bool expectsKey;
    private bool isFinished;
    private bool hasPiece;

    public AnswerScanner(AnswerFacts facts) => this.facts = facts;

    /// <summary>Whether what came is one whole JSON value.</summary>
    public bool IsWhole => hasBegun && depth == 0 && !inString && !isBroken;

    private AnswerPlace Place => depth is > 0 and <= AnswerPlaces.Depth ? places[depth - 1] : AnswerPlace.Other;

    private bool InObject => depth > 0 && (depth > NestingMax || ((objects >> (depth - 1)) & 1) != 0);

    /// <summary>Begins with another value.</summary>
    public void Reset()
    {
        (depth, objects) = (0, 0);
        hasBegun = isBroken = inString = inEscape = inScalar = isKey = expectsKey = false;
    }

    /// <summary>Reads on.</summary>
    public void See(ReadOnlySpan<byte> piece)
    {
        int at = 0;
        while (at < piece.Length)
        {
            if (inString)
                at += ReadString(piece[at..]);
            else
                ReadOther(piece[at++]);
        }
    }

    private int ReadString(ReadOnlySpan<byte> piece)
    {
        if (inEscape)
        {
            inEscape = false;
            Gather(piece[..1]);
            return 1;
        }

        int end = piece.IndexOfAny((byte)'"', (byte)'\\');
        if (end != 0)
        {
            ReadOnlySpan<byte> text = end < 0 ? piece : piece[..end];
            Gather(text);
            return text.Length;
        }

        if (piece[0] == (byte)'\\')
        {
            inEscape = true;
            Gather(piece[..1]);
            return 1;
        }

        inString = false;
        if (!isKey)
            EndString();
        return 1;
    }

    private void Gather(ReadOnlySpan<byte> text)
    {
        if (isKey)
        {
            key.Add(text);
            return;
        }

        AnswerPlace place = Place;
        if (place is AnswerPlace.DeltaValue or AnswerPlace.Delta || (place == AnswerPlace.Choice && key.Is("text"u8)))
        {
            if (place == AnswerPlace.Delta && key.Is("role"u8))
                return;
            hasPiece = true;
            facts.TextBytes += text.Length;
        }
        else if (place is AnswerPlace.Root or AnswerPlace.Choice)
        {
            value.Add(text);
        }
    }

    private void EndString()
    {
        AnswerPlace place = Place;
        if (place == AnswerPlace.Choice && key.Is("finish_reason"u8))
            isFinished = !value.Is(default);
        else if (place == AnswerPlace.Root && key.Is("error"u8))
            facts.HasError |= !value.Is(default);
        else if (place == AnswerPlace.Root && key.Is("object"u8))
            facts.HasError |= value.Is("error"u8);
    }

    private void ReadOther(byte next)
    {
        switch (next)
        {
            case (byte)'"':
                EndScalar();
                BeginString();
                break;
            case (byte)'{' or (byte)'[':
                EndScalar();
                Open(isObject: next == (byte)'{');
                break;
            case (byte)'}' or (byte)']':
                EndScalar();
                Close(isObject: next == (byte)'}');
                break;
            case (byte)',':
                EndScalar();
                expectsKey = InObject;
                isBroken |= depth == 0;
                break;
            case (byte)':' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t':
                EndScalar();
                break;
            default:
                ReadScalar(next);
                break;
        }
    }

    private void BeginString()
    {
        (inString, isKey) = (true, expectsKey);
        if (isKey)
        {
            expectsKey = false;
            key.Clear();
            return;
        }

        value.Clear();
        BeginValue();
    }

    private void BeginValue()
    {
        isBroken |= hasBegun && depth == 0;
        hasBegun = true;
        if (Place == AnswerPlace.DeltaValue)
            hasPiece = true;
    }

    private void ReadScalar(byte next)
    {
        if (!inScalar)
        {
            BeginValue();
            (inScalar, number, isNumberWhole) = (true, 0, true);
            // 'true', or a number: an error of any kind but null and false.
            if (Place == AnswerPlace.Root && next is not ((byte)'n' or (byte)'f') && key.Is("error"u8))
                facts.HasError = true;
        }

        if (next is >= (byte)'0' and <= (byte)'9')
            number = Math.Min((number * 10) + next - '0', int.MaxValue + 1L);
        else
            isNumberWhole = false;
    }

    private void EndScalar()
    {
        if (!inScalar)
            return;
        inScalar = false;
        if (!isNumberWhole || number > int.MaxValue)
            return;
        switch (Place)
        {
            case AnswerPlace.Choice when key.Is("index"u8):
                index = (int)number;
                break;
            case AnswerPlace.Usage when key.Is("prompt_tokens"u8):
                facts.SeeUsage((int)number, null);
                break;
            case AnswerPlace.Usage when key.Is("completion_tokens"u8):
                facts.SeeUsage(null, (int)number);
                break;
            case AnswerPlace.Timings when key.Is("prompt_n"u8):
                facts.SeeTimings((int)number, null);
                break;
            case AnswerPlace.Timings when key.Is("predicted_n"u8):
                facts.SeeTimings(null, (int)number);
                break;
            case AnswerPlace.Error when key.Is("code"u8) || key.Is("status"u8):
                facts.ErrorStatus = (int)number;
                break;
        }
    }

    private void Open(bool isObject)
    {
        AnswerPlace inside = depth == 0 ? isObject ? AnswerPlace.Root : AnswerPlace.Other : Inside(isObject);
        BeginValue();
        if (depth < AnswerPlaces.Depth)
            places[depth] = inside;
        if (depth < NestingMax)
            objects = isObject ? objects | (1UL << depth) : objects & ~(1UL << depth);
        depth++;
        expectsKey = isObject;
        if (inside == AnswerPlace.Choice)
            (index, isFinished, hasPiece) = (0, false, false);
        else if (inside == AnswerPlace.Error)
            facts.HasError = true;
    }

    private AnswerPlace Inside(bool isObject) => Place switch
    {
        AnswerPlace.Root when !isObject => key.Is("choices"u8) ? AnswerPlace.Choices : AnswerPlace.Other,
        AnswerPlace.Root when key.Is("usage"u8) => AnswerPlace.Usage,
        AnswerPlace.Root when key.Is("timings"u8) => AnswerPlace.Timings,
        AnswerPlace.Root when key.Is("error"u8) => AnswerPlace.Error,
        AnswerPlace.Choices when isObject => AnswerPlace.Choice,
        AnswerPlace.Choice when isObject && (key.Is("delta"u8) || key.Is("message"u8)) => AnswerPlace.Delta,
        AnswerPlace.Delta or AnswerPlace.DeltaValue => AnswerPlace.DeltaValue,
        _ => AnswerPlace.Other,
    };

    private void Close(bool isObject)
    {
        if (depth == 0 || (depth <= NestingMax && InObject != isObject))
        {
            isBroken = true;
            return;
        }

        AnswerPlace closed = Place;
        depth--;
        expectsKey = false;
        if (closed == AnswerPlace.Choice)
            facts.SeeChoice(index < ChoicesMax ? index : -1, isFinished, hasPiece);
    }
}
