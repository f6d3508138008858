using System.Buffers;
using System.Globalization;
using System.Text.Json;
using LlamaOrch.Contracts.Json;

namespace LlamaOrch.Hosting.Logging;

/// <summary>
/// Writes an object a line, with the fields of <c>docs/reference/log-line.schema.json</c> in its order.
/// </summary>
/// <param name="writer">Who writes.</param>
/// <param name="policy">Which requests are logged.</param>
/// <param name="time">The clock.</param>
public sealed class JsonLogFormatter(LogIdentity writer, LogPolicy policy, TimeProvider time)
    : LogLineFormatter(writer, policy, time)
{
    // Of the round trip format, without the last digit of the fraction.
    private const int RoundTripBytes = 28;
    private const int TimestampBytes = 26;

    [ThreadStatic]
    private static Utf8JsonWriter? cached;

    private protected override void WriteLine(in LogMoment moment, LogLine line, IBufferWriter<byte> output)
    {
        if (cached is null)
            cached = new Utf8JsonWriter(output, WireJson.Writer);
        else
            cached.Reset(output);
        Write(cached, moment, line);
        cached.Flush();
        output.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter json, in LogMoment moment, LogLine line)
    {
        json.WriteStartObject();
        Span<byte> time = stackalloc byte[RoundTripBytes];
        moment.Time.UtcDateTime.TryFormat(time, out _, "O", CultureInfo.InvariantCulture);
        time[TimestampBytes] = (byte)'Z';
        json.WriteString("timestamp"u8, time[..(TimestampBytes + 1)]);
        json.WriteString("level"u8, LogNames.Level(moment.Level));
        json.WriteString("event"u8, LogNames.Event(moment.Event));
        if (moment.Event.Id != 0)
            json.WriteNumber("event_id"u8, moment.Event.Id);
        json.WriteString("component"u8, line.Component);
        foreach (LogField field in LogFields.All)
        {
            if (line[field] is object value)
                Write(json, field.Encoded, value);
        }

        json.WriteString("human"u8, line.Human);
        if (line.Others.Count > 0)
            WriteOthers(json, line);
        if (moment.Failure is Exception failure)
            WriteFailure(json, failure);
        json.WriteEndObject();
    }

    private static void WriteOthers(Utf8JsonWriter json, LogLine line)
    {
        json.WriteStartObject("fields"u8);
        foreach ((string name, object value) in line.Others)
            Write(json, JsonEncodedText.Encode(name, WireJson.Writer.Encoder), value);
        json.WriteEndObject();
    }

    private static void WriteFailure(Utf8JsonWriter json, Exception failure)
    {
        json.WriteStartArray("error"u8);
        foreach (LogFailure cause in LogFailure.Chain(failure))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, cause.Type);
            json.WriteString("message"u8, cause.Message);
            if (cause.Stack is not null)
                json.WriteString("stack"u8, cause.Stack);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, JsonEncodedText name, object value)
    {
        switch (value)
        {
            case bool truth:
                json.WriteBoolean(name, truth);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            // JSON has no word for these.
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            default:
                json.WriteString(name, value.ToString());
                break;
        }
    }
}
