using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>Reads an OpenAI event stream as pieces of text; usage is kept for the end.</summary>
internal sealed class CompletionStream(PipeReader reader)
{
    private const int LineBytesMax = 1024 * 1024;

    /// <summary>Prompt tokens as the engine stated them; 0 while it has not.</summary>
    public int TokensIn { get; private set; }

    /// <summary>Generated tokens as the engine stated them; 0 while it has not.</summary>
    public int TokensOut { get; private set; }

    /// <summary>Whether the engine said that it is done: a stream that ends without has been cut off.</summary>
    public bool IsDone { get; private set; }

    /// <summary>What the engine said went wrong; null while nothing has.</summary>
    public string? EngineError { get; private set; }

    /// <summary>The next piece of text; null at the end of the stream.</summary>
    /// <exception cref="IOException">The stream broke off.</exception>
    /// <exception cref="JsonException">An event is not JSON.</exception>
    /// <exception cref="InvalidDataException">A line is longer than any engine writes.</exception>
    public async ValueTask<string?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult read = await reader.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> buffer = read.Buffer;
            while (TryTakeLine(ref buffer, out ReadOnlySequence<byte> line))
            {
                string? text = ReadLine(line);
                if (text is null)
                    continue;
                reader.AdvanceTo(buffer.Start);
                return text;
            }

            if (buffer.Length > LineBytesMax)
                throw new InvalidDataException($"an event is longer than {LineBytesMax} bytes");
            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
                return null;
        }
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        line = default;
        if (buffer.PositionOf((byte)'\n') is not SequencePosition end)
            return false;
        line = buffer.Slice(0, end);
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        return true;
    }

    private string? ReadLine(in ReadOnlySequence<byte> line)
    {
        var bytes = new SequenceReader<byte>(line);
        if (!bytes.IsNext("data:"u8, advancePast: true))
            return null;
        bytes.AdvancePast((byte)' ');
        if (bytes.IsNext("[DONE]"u8))
        {
            IsDone = true;
            return null;
        }

        return ReadChunk(new Utf8JsonReader(bytes.UnreadSequence));
    }

    /// <summary>
    /// Finds the text (chat: delta.content, completion: text), usage and errors, wherever they stand.
    /// </summary>
    private string? ReadChunk(Utf8JsonReader json)
    {
        string? text = null;
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            if (json.ValueTextEquals("content"u8) || json.ValueTextEquals("text"u8))
                text = ReadString(ref json) ?? text;
            else if (json.ValueTextEquals("finish_reason"u8))
                IsDone |= ReadString(ref json) is not null;
            else if (json.ValueTextEquals("prompt_tokens"u8))
                TokensIn = ReadCount(ref json);
            else if (json.ValueTextEquals("completion_tokens"u8))
                TokensOut = ReadCount(ref json);
            else if (json.ValueTextEquals("error"u8) || json.ValueTextEquals("logprobs"u8))
                ReadAside(ref json);
        }

        return string.IsNullOrEmpty(text) ? null : text;
    }

    private void ReadAside(ref Utf8JsonReader json)
    {
        bool isError = json.ValueTextEquals("error"u8);
        json.Read();
        if (isError && json.TokenType != JsonTokenType.Null)
        {
            using JsonDocument error = JsonDocument.ParseValue(ref json);
            EngineError = error.RootElement.ValueKind == JsonValueKind.Object
                && error.RootElement.TryGetProperty("message", out JsonElement message)
                    ? message.ToString()
                    : error.RootElement.ToString();
            return;
        }

        json.Skip();
    }

    private static string? ReadString(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.String ? json.GetString() : null;
    }

    private static int ReadCount(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.Number && json.TryGetInt32(out int count) ? count : 0;
    }
}
