using System.Text;
using System.Text.Json;
using LlamaOrch.PoolManager.Engines;

namespace LlamaOrch.PoolManager.Inference;

/// <summary>
/// A model's name for clients and the engine's own: requests get the one, answers the other. Bytes are spliced; nothing
/// else of a body is touched, and none is taken apart into objects.
/// </summary>
internal sealed class ModelRenaming
{
    private ModelRenaming(string forClients, string forEngine)
    {
        ClientValue = Encoding.UTF8.GetBytes(Quoted(forClients));
        EngineValue = Encoding.UTF8.GetBytes(Quoted(forEngine));
    }

    /// <summary>The name for clients as a JSON text, quotes included.</summary>
    public byte[] ClientValue { get; }

    /// <summary>The engine's name as a JSON text, quotes included.</summary>
    public byte[] EngineValue { get; }

    /// <summary>The renaming that a model needs; null when both call it the same.</summary>
    public static ModelRenaming? For(ServedModel? model) =>
        model is { IsRenamed: true } ? new ModelRenaming(model.ModelId.Value, model.EngineName!) : null;

    /// <summary>
    /// The pieces of a request's body with the engine's name in the place of each value of the outermost object's
    /// <c>model</c>; the body as it is when it is no JSON object.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Splice(ReadOnlyMemory<byte> body)
    {
        var pieces = new List<ReadOnlyMemory<byte>>(3);
        int taken = 0;
        try
        {
            var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { AllowTrailingCommas = true });
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                    continue;
                bool isModel = reader.ValueTextEquals("model"u8);
                reader.Read();
                if (!isModel)
                {
                    reader.Skip();
                    continue;
                }

                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                pieces.Add(body[taken..start]);
                pieces.Add(EngineValue);
                taken = (int)reader.BytesConsumed;
            }
        }
        catch (JsonException)
        {
            // The engine says what is wrong with it, about the text that its client wrote.
            return [body];
        }

        pieces.Add(body[taken..]);
        return pieces;
    }

    // Names may hold what JSON escapes, and engines escape no more than they must.
    private static string Quoted(string name) =>
        $"\"{JsonEncodedText.Encode(name, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
