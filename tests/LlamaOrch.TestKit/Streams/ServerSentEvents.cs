using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace LlamaOrch.TestKit.Streams;

/// <summary>Server-sent events of a response, as they come.</summary>
public static class ServerSentEvents
{
    /// <summary>Reads events until the stream ends.</summary>
    /// <exception cref="IOException">The stream broke off.</exception>
    public static async IAsyncEnumerable<StreamEvent> ReadAsync(
        HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (SseItem<string> item in SseParser.Create(body).EnumerateAsync(cancellationToken))
            yield return new StreamEvent(item.EventType, item.EventId, item.Data);
    }

    /// <summary>The events of a stream that breaks off, as one that ends with an error does.</summary>
    /// <exception cref="InvalidOperationException">It ended without a break.</exception>
    public static async Task<IReadOnlyList<StreamEvent>> ReadToBreakAsync(
        HttpResponseMessage response, CancellationToken cancellationToken = default)
    {
        var events = new List<StreamEvent>();
        try
        {
            await foreach (StreamEvent happened in ReadAsync(response, cancellationToken))
                events.Add(happened);
        }
        catch (IOException)
        {
            return events;
        }

        throw new InvalidOperationException("the stream was to break off, and ended");
    }

    /// <summary>All events of a stream that ends by itself.</summary>
    public static async Task<IReadOnlyList<StreamEvent>> ReadAllAsync(
        HttpResponseMessage response, CancellationToken cancellationToken = default)
    {
        var events = new List<StreamEvent>();
        await foreach (StreamEvent happened in ReadAsync(response, cancellationToken))
            events.Add(happened);
        return events;
    }
}
