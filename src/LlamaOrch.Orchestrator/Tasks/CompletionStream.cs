using System.Text.Json;
using LlamaOrch.Contracts.Streams;
using LlamaOrch.Hosting.Remotes;
using LlamaOrch.Hosting.Streams;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>Reads an OpenAI event stream as pieces of what was generated.</summary>
/// <param name="body">The answer's body, behind the first bytes.</param>
/// <param name="meter">What counts it; it has seen the first bytes.</param>
/// <param name="memory">Where its bytes go, with the first ones in it.</param>
/// <param name="firstCount">How many those are.</param>
internal sealed class CompletionStream(Stream body, AnswerMeter meter, Memory<byte> memory, int firstCount)
{
    private readonly EventAssembler events = new();
    private readonly Queue<CompletionPiece> pieces = new();
    private ReadOnlyMemory<byte> rest = memory[..firstCount];
    private bool hasEnded;

    /// <summary>What the engine said went wrong; null while nothing has.</summary>
    public string? EngineError { get; private set; }

    /// <summary>Whether the engine has said all that it had to say: a stream that ends without is cut off.</summary>
    public bool IsComplete => EngineError is null && meter.IsComplete;

    /// <summary>The next piece; null at the end of the stream.</summary>
    /// <exception cref="IOException">The stream broke off.</exception>
    /// <exception cref="JsonException">An event is not JSON.</exception>
    /// <exception cref="InvalidDataException">An event is longer than a task may be.</exception>
    public async ValueTask<CompletionPiece?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (pieces.TryDequeue(out CompletionPiece piece))
                return piece;
            if (hasEnded || EngineError is not null)
                return null;
            if (TakeEvent())
                continue;
            int count = await ReadAsync(cancellationToken);
            rest = memory[..count];
            if (count > 0)
            {
                meter.See(rest.Span);
                continue;
            }

            hasEnded = true;
            meter.End();
            // Half an event is no event, and the meter has not taken it for one.
            if (events.TryTakeUnended() && meter.LacksLastLine)
                ReadEvent();
        }
    }

    /// <summary>What comes after the mark of the end is of no interest, a break least of all.</summary>
    private async ValueTask<int> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(memory, cancellationToken);
        }
        catch (Exception broken) when (meter.IsDone && RemoteFailure.Is(broken, cancellationToken))
        {
            return 0;
        }
    }

    private bool TakeEvent()
    {
        ReadOnlySpan<byte> left = rest.Span;
        bool isTaken = events.TryTake(ref left);
        rest = rest[^left.Length..];
        if (isTaken)
            ReadEvent();
        return isTaken;
    }

    private void ReadEvent()
    {
        if (!events.Data.Span.StartsWith("[DONE]"u8))
            EngineError ??= CompletionChunk.Read(events.Data.Span, pieces);
    }
}
