using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.LlamaCpp.Http;

/// <summary>Server-sent events, each one JSON value, written straight into the response's memory.</summary>
internal sealed class EventStream : IDisposable
{
    private readonly PipeWriter _body;
    private readonly Utf8JsonWriter _json;

    /// <summary>Begins the stream; headers go out with the first flush.</summary>
    public EventStream(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        _body = response.BodyWriter;
        _json = new Utf8JsonWriter(_body, JsonAnswer.Options);
    }

    /// <summary>Begins an event.</summary>
    public Utf8JsonWriter Begin()
    {
        _body.Write("data: "u8);
        return _json;
    }

    /// <summary>Ends the event.</summary>
    public void End()
    {
        _json.Flush();
        _json.Reset();
        _body.Write("\n\n"u8);
    }

    /// <summary>The event that OpenAI's clients wait for at the end.</summary>
    public void Done() => _body.Write("data: [DONE]\n\n"u8);

    /// <summary>Sends what was written.</summary>
    public ValueTask<FlushResult> FlushAsync() => _body.FlushAsync();

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();
}
