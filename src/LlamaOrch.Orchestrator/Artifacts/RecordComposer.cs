using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Artifacts;

namespace LlamaOrch.Orchestrator.Artifacts;

/// <summary>Writes the record of a task: what it asked for, where it ran, what came of it.</summary>
internal sealed class RecordComposer(ArtifactFiles files, ArtifactLimits limits, bool keepsPrompts)
{
    /// <summary>The media type of records.</summary>
    public const string ContentType = "application/json";

    /// <summary>The record as an artifact; a large one is in a file already.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    public NewArtifact Compose(FinishedTask task)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, WireJson.Writer))
            Write(json, task);
        ReadOnlyMemory<byte> content = buffer.WrittenMemory;
        var entry = new ArtifactEntry
        {
            ArtifactId = Sha256Digest.Of(SHA256.HashData(content.Span)),
            Kind = ArtifactKind.Record,
            ContentType = ContentType,
            SizeBytes = content.Length,
            StoredAt = task.End.EndedAt,
            TaskId = task.View.TaskId,
        };
        if (content.Length <= limits.InlineBytesMax)
            return new NewArtifact(entry, content);

        FileStream file = files.Begin();
        try
        {
            file.Write(content.Span);
            return new NewArtifact(entry, Content: null, file);
        }
        catch
        {
            ArtifactFiles.Discard(file);
            throw;
        }
    }

    private void Write(Utf8JsonWriter json, FinishedTask task)
    {
        TaskView view = task.View;
        json.WriteStartObject();
        json.WriteString("task_id", view.TaskId.Value);
        json.WriteString("state", view.State);
        json.WriteString("model", view.Model.Value);
        if (view.SessionId is SessionId session)
            json.WriteString("session_id", session.Value);
        json.WriteString("priority", view.Priority);
        json.WriteString("correlation_id", task.Outgoing.Origin.CorrelationId);
        json.WriteString("route", task.Outgoing.Route);
        json.WritePropertyName("request");
        RequestRedaction.Write(json, task.Outgoing.Body.Span, keepsPrompts);
        json.WriteString("decision_url", $"/v2/tasks/{view.TaskId}/decision");
        WritePlacement(json, task);
        WriteTimings(json, task);
        json.WriteStartObject("tokens");
        json.WriteNumber("in", task.End.Work.TokensIn);
        json.WriteNumber("out", task.End.Work.TokensOut);
        json.WriteEndObject();
        if (task.End.Error is ErrorBody error)
        {
            json.WritePropertyName("error");
            JsonSerializer.Serialize(json, error, ContractsJsonContext.Default.ErrorBody);
        }

        json.WriteEndObject();
    }

    private static void WritePlacement(Utf8JsonWriter json, FinishedTask task)
    {
        json.WriteStartObject("placement");
        json.WriteNumber("queue_position", task.View.QueuePosition);
        if (task.End.PoolId is PoolId pool)
            json.WriteString("pool_id", pool.Value);
        if (task.End.NodeId is NodeId node)
            json.WriteString("node_id", node.Value);
        json.WriteEndObject();
    }

    private static void WriteTimings(Utf8JsonWriter json, FinishedTask task)
    {
        json.WriteStartObject("timings");
        json.WriteString("created_at", task.View.CreatedAt);
        json.WriteString("ended_at", task.End.EndedAt);
        json.WriteNumber("total_ms", (long)(task.End.EndedAt - task.View.CreatedAt).TotalMilliseconds);
        json.WriteNumber("decode_ms", (long)task.End.Work.Decode.TotalMilliseconds);
        json.WriteEndObject();
    }
}
