using System.Text.Json;
using System.Text.Unicode;
using LlamaOrch.LlamaCpp.Http.Requests;
using LlamaOrch.LlamaCpp.Inference;
using LlamaOrch.LlamaCpp.Model;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.LlamaCpp.Http.Endpoints;

/// <summary>Text to tokens, tokens to text, conversations to prompts.</summary>
internal sealed class TokenEndpoints(InferenceEngine engine)
{
    private LlamaModel Model => engine.Loaded!.Model;

    /// <summary><c>POST /tokenize</c>.</summary>
    public async Task TokenizeAsync(HttpContext context)
    {
        using JsonDocument body = await RequestBody.ReadAsync(context);
        var fields = new RequestFields(body.RootElement);
        string text = fields.Text("content") ?? "";
        bool withPieces = fields.Flag("with_pieces", false);
        int[] tokens = Model.Vocabulary.Tokenize(
            text, fields.Flag("add_special", false), fields.Flag("parse_special", true));
        await JsonAnswer.OkAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("tokens"u8);
            foreach (int token in tokens)
            {
                if (withPieces)
                    WritePiece(json, token);
                else
                    json.WriteNumberValue(token);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary><c>POST /detokenize</c>.</summary>
    public async Task DetokenizeAsync(HttpContext context)
    {
        using JsonDocument body = await RequestBody.ReadAsync(context);
        int[] tokens = [];
        if (new RequestFields(body.RootElement).TryGet("tokens", out JsonElement list))
        {
            if (list.ValueKind != JsonValueKind.Array)
                throw ApiException.InvalidField("tokens", "must be a list of tokens");
            tokens = [.. list.EnumerateArray().Select(item => PromptReader.Token(Model.Vocabulary, item, "tokens"))];
        }

        string text = Model.Vocabulary.Detokenize(tokens);
        await JsonAnswer.OkAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("content"u8, text);
            json.WriteEndObject();
        });
    }

    /// <summary><c>POST /apply-template</c>.</summary>
    public async Task ApplyTemplateAsync(HttpContext context)
    {
        using JsonDocument body = await RequestBody.ReadAsync(context);
        string prompt = ChatReader.Prompt(new RequestFields(body.RootElement), Model);
        await JsonAnswer.OkAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("prompt"u8, prompt);
            json.WriteEndObject();
        });
    }

    /// <summary>A piece that is only part of a character has no text; llama-server gives its bytes.</summary>
    private void WritePiece(Utf8JsonWriter json, int token)
    {
        byte[] piece = Model.Vocabulary.Piece(token);
        json.WriteStartObject();
        json.WriteNumber("id"u8, token);
        if (Utf8.IsValid(piece))
        {
            json.WriteString("piece"u8, piece);
        }
        else
        {
            json.WriteStartArray("piece"u8);
            foreach (byte value in piece)
                json.WriteNumberValue(value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
