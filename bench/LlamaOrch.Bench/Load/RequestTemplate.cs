using System.Buffers.Text;
using System.Text;

namespace LlamaOrch.Bench.Load;

/// <summary>The bytes of a request, made once; only its number changes.</summary>
internal sealed class RequestTemplate
{
    private const int IdDigits = 19;
    private const string Sentence = "Tell me about the sea and the people who live beside it. ";

    private readonly byte[] bytes;
    private readonly int idAt;

    public RequestTemplate(LoadSettings settings)
    {
        string body = settings.Plane == LoadPlane.Chat ? ChatBody(settings) : TaskBody(settings);
        string path = settings.Plane == LoadPlane.Chat ? "/v1/chat/completions" : "/v2/tasks";
        string authorization = settings.Token is null ? "" : $"Authorization: Bearer {settings.Token}\r\n";
        string head = $"POST {path} HTTP/1.1\r\nHost: {settings.Url.Authority}\r\n{authorization}"
            + $"Content-Type: application/json\r\nAccept: */*\r\nContent-Length: {body.Length}\r\n\r\n";
        bytes = Encoding.ASCII.GetBytes(head + body);
        idAt = bytes.AsSpan().IndexOf("\"user\":\"bench-"u8) + "\"user\":\"bench-"u8.Length;
    }

    private RequestTemplate(RequestTemplate other) => (bytes, idAt) = ([.. other.bytes], other.idAt);

    /// <summary>Length, bytes, head included.</summary>
    public int Length => bytes.Length;

    /// <summary>The request as it is.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>A copy for another thread.</summary>
    public RequestTemplate Copy() => new(this);

    /// <summary>A chat request with a number, which the stub reports when the request is aborted.</summary>
    public ReadOnlySpan<byte> Numbered(long id)
    {
        Utf8Formatter.TryFormat(id, bytes.AsSpan(idAt, IdDigits), out _, new('D', IdDigits));
        return bytes;
    }

    private static string Prompt(LoadSettings settings)
    {
        int repeats = Math.Max(1, settings.PromptBytes / Sentence.Length);
        return string.Concat(Enumerable.Repeat(Sentence, repeats)).TrimEnd();
    }

    private static string TaskBody(LoadSettings settings) =>
        $$"""
        {"model":"{{settings.Model}}","max_tokens":{{settings.Tokens}},
        """ + $$"""
        "messages":[{"role":"user","content":"{{Prompt(settings)}}"}]}
        """;

    private static string ChatBody(LoadSettings settings)
    {
        string prompt = Prompt(settings);
        return $$"""
            {"model":"{{settings.Model}}","stream":{{(settings.Stream ? "true" : "false")}},
            """ + $$"""
            "max_tokens":{{settings.Tokens}},"user":"bench-{{new string('0', IdDigits)}}",
            """ + $$"""
            "bench_interval_ms":{{settings.TokenIntervalMs}},"temperature":0.7,"messages":[
            """ + $$"""
            {"role":"system","content":"You are a helpful assistant."},{"role":"user","content":"{{prompt}}"}]}
            """;
    }
}
