using System.Collections.Concurrent;
using System.Text;

namespace LlamaOrch.Bench.Stub;

/// <summary>
/// The bytes of every answer, made once. Each event of a stream is an HTTP chunk of its own, as from an engine.
/// </summary>
internal sealed class StubAnswers(StubSettings settings)
{
    private static readonly string[] Words =
        [" the", " model", " answers", " with", " words", " of", " about", " four", " letters", " each"];

    private readonly ConcurrentDictionary<int, byte[]> whole = new();
    private readonly ConcurrentDictionary<int, byte[]> streamed = new();

    /// <summary>Head of a stream.</summary>
    public byte[] StreamHead { get; } = Encoding.ASCII.GetBytes(
        "HTTP/1.1 200 OK\r\nServer: stub\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");

    /// <summary>One token's chunk.</summary>
    public byte[] Token(int index) => tokens[index % Words.Length];

    private readonly byte[][] tokens =
        [.. Words.Select(word => Chunk(Event(settings.Model, $$"""{"content":"{{word}}"}""", "null", "")))];

    /// <summary>The chunks after the last token: finish reason with usage, end mark, end of the body.</summary>
    public byte[] StreamTail(int count) =>
        [
            .. Chunk(Event(settings.Model, "{}", "\"stop\"", "," + Usage(count))),
            .. Chunk("data: [DONE]\n\n"),
            .. "0\r\n\r\n"u8,
        ];

    /// <summary>A whole stream, sent at once.</summary>
    public byte[] StreamAtOnce(int count) => streamed.GetOrAdd(count, wanted =>
        [.. StreamHead, .. Enumerable.Range(0, wanted).SelectMany(Token), .. StreamTail(wanted)]);

    /// <summary>An answer that is not streamed.</summary>
    public byte[] Whole(int count) => whole.GetOrAdd(count, wanted =>
    {
        string text = string.Concat(Enumerable.Range(0, wanted).Select(index => Words[index % Words.Length]));
        return Json("200 OK", $$$"""
            {"choices":[{"finish_reason":"stop","index":0,"message":{"role":"assistant","content":"{{{text}}}"}}],
            """ + $$"""
            "created":1764000000,"id":"chatcmpl-0123456789abcdef0123456789abcdef","model":"{{settings.Model}}",
            """ + $$"""
            "object":"chat.completion","system_fingerprint":"stub",{{Usage(wanted)}}}
            """);
    });

    /// <summary><c>GET /props</c>.</summary>
    public byte[] Props() => Json("200 OK", $$"""
        {"default_generation_settings":{"n_ctx":8192},"total_slots":{{settings.Slots}},"model_path":"stub.gguf",
        """ + $$"""
        "model_alias":"{{settings.Model}}","chat_template":"","build_info":"stub"}
        """);

    /// <summary><c>GET /v1/models</c>.</summary>
    public byte[] Models() => Json("200 OK", $$"""
        {"object":"list","data":[{"id":"{{settings.Model}}","object":"model","created":0,"owned_by":"stub",
        """ + """
        "meta":{"n_ctx_train":8192}}]}
        """);

    /// <summary><c>GET /v2/pools/{id}/status</c>: the stub as a node agent with one pool.</summary>
    public byte[] PoolStatus() => Json("200 OK", PoolReport(settings));

    /// <summary>What a node says of that pool.</summary>
    public static string PoolReport(StubSettings settings) => $$"""
        {"pool_id":"bench","state":"ready","ready":true,"draining":false,"slots_total":{{settings.Slots}},
        """ + $$"""
        "slots_free":{{settings.Slots}},"engine":"openai","engine_version":"stub","model_id":"{{settings.Model}}",
        """ + """
        "models_available":[],"context_tokens":8192,"vram_total_bytes":0,"vram_free_bytes":0,"active_leases":[]}
        """;

    /// <summary>Any JSON answer.</summary>
    public static byte[] Json(string status, string body) => Text(status, "application/json; charset=utf-8", body);

    /// <summary>Any answer.</summary>
    public static byte[] Text(string status, string type, string body) => Encoding.UTF8.GetBytes(
        $"HTTP/1.1 {status}\r\nServer: stub\r\nContent-Type: {type}\r\n"
        + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    private static string Usage(int count) =>
        $$"""
        "usage":{"completion_tokens":{{count}},"prompt_tokens":240,"total_tokens":{{count + 240}}}
        """;

    private static string Event(string model, string delta, string finish, string extra) =>
        $$"""data: {"choices":[{"finish_reason":{{finish}},"index":0,"delta":{{delta}}}],"created":1764000000,"""
        + $$""" "id":"chatcmpl-0123456789abcdef0123456789abcdef","model":"{{model}}","system_fingerprint":"stub","""
        + $$""" "object":"chat.completion.chunk"{{extra}}}""" + "\n\n";

    private static byte[] Chunk(string text)
    {
        byte[] data = Encoding.UTF8.GetBytes(text);
        return [.. Encoding.ASCII.GetBytes($"{data.Length:x}\r\n"), .. data, .. "\r\n"u8];
    }
}
