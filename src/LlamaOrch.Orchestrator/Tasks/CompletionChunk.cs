using System.Buffers;
using System.Text;
using System.Text.Json;
using LlamaOrch.Contracts.Json;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>Reads what one chunk of an OpenAI stream brings.</summary>
internal static class CompletionChunk
{
    /// <summary>Adds its pieces, in the order in which they stand.</summary>
    /// <param name="data">The data of one event.</param>
    /// <param name="pieces">Where they go.</param>
    /// <returns>What the engine says went wrong; null for nothing.</returns>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static string? Read(ReadOnlySpan<byte> data, Queue<CompletionPiece> pieces)
    {
        var json = new Utf8JsonReader(data);
        string? error = null;
        string? message = null;
        bool isError = false;
        json.Read();
        if (!IsObject(ref json))
            return null;
        while (ReadName(ref json, out string name))
        {
            if (name == "choices" && json.TokenType == JsonTokenType.StartArray)
            {
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                    ReadChoice(ref json, pieces);
            }
            else if (name == "error")
            {
                error = ReadError(ref json);
            }
            else if (json.TokenType == JsonTokenType.String && name is "object" or "message")
            {
                string text = LenientText.Read(ref json);
                isError |= name == "object" && text == "error";
                message = name == "message" ? text : message;
            }
            else
            {
                json.Skip();
            }
        }

        // An older form of errors: {"object":"error","message":…}.
        return error ?? (isError ? message ?? "it did not say why" : null);
    }

    private static void ReadChoice(ref Utf8JsonReader json, Queue<CompletionPiece> pieces)
    {
        if (!IsObject(ref json))
            return;
        while (ReadName(ref json, out string name))
        {
            if (name is "delta" or "message")
                ReadDelta(ref json, pieces);
            else if (name == "text")
                AddText(ref json, CompletionPieceKind.Text, pieces);
            else
                json.Skip();
        }
    }

    private static void ReadDelta(ref Utf8JsonReader json, Queue<CompletionPiece> pieces)
    {
        if (!IsObject(ref json))
            return;
        while (ReadName(ref json, out string name))
        {
            switch (name)
            {
                case "content" when json.TokenType == JsonTokenType.StartArray:
                    while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                        ReadPart(ref json, pieces);
                    break;
                case "content" or "refusal":
                    AddText(ref json, CompletionPieceKind.Text, pieces);
                    break;
                case "reasoning_content" or "reasoning":
                    AddText(ref json, CompletionPieceKind.Reasoning, pieces);
                    break;
                case "tool_calls" when json.TokenType == JsonTokenType.StartArray:
                    AddCalls(ref json, pieces);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }
    }

    private static void ReadPart(ref Utf8JsonReader json, Queue<CompletionPiece> pieces)
    {
        if (!IsObject(ref json))
            return;
        while (ReadName(ref json, out string name))
        {
            if (name == "text")
                AddText(ref json, CompletionPieceKind.Text, pieces);
            else
                json.Skip();
        }
    }

    private static void AddText(ref Utf8JsonReader json, CompletionPieceKind kind, Queue<CompletionPiece> pieces)
    {
        if (json.TokenType != JsonTokenType.String)
            json.Skip();
        else if (LenientText.Read(ref json) is { Length: > 0 } text)
            pieces.Enqueue(new CompletionPiece(kind, text));
    }

    private static void AddCalls(ref Utf8JsonReader json, Queue<CompletionPiece> pieces)
    {
        var copy = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(copy, WireJson.Writer))
            LenientText.Copy(ref json, writer);
        string calls = Encoding.UTF8.GetString(copy.WrittenSpan);
        if (calls != "[]")
            pieces.Enqueue(new CompletionPiece(CompletionPieceKind.ToolCalls, calls));
    }

    private static string? ReadError(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Null or JsonTokenType.False:
                return null;
            case JsonTokenType.String:
                return LenientText.Read(ref json) is { Length: > 0 } said ? said : null;
            case JsonTokenType.StartObject:
                string? message = null;
                while (ReadName(ref json, out string name))
                {
                    if (name == "message" && json.TokenType == JsonTokenType.String)
                        message = LenientText.Read(ref json);
                    else
                        json.Skip();
                }

                return message ?? "it did not say why";
            default:
                json.Skip();
                return "it did not say why";
        }
    }

    /// <summary>Whether the value is an object; anything else is skipped.</summary>
    private static bool IsObject(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.StartObject)
            return true;
        json.Skip();
        return false;
    }

    /// <summary>Moves to the value of the object's next property; false at its end.</summary>
    private static bool ReadName(ref Utf8JsonReader json, out string name)
    {
        name = string.Empty;
        if (!json.Read() || json.TokenType != JsonTokenType.PropertyName)
            return false;
        name = LenientText.Read(ref json);
        return json.Read();
    }
}
