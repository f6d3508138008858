using System.Text.Json;
using LlamaOrch.Contracts.Http;
using LlamaOrch.LlamaCpp.Http.Answers;
using LlamaOrch.LlamaCpp.Http.Requests;
using LlamaOrch.LlamaCpp.Inference;
using LlamaOrch.LlamaCpp.Logging;
using LlamaOrch.LlamaCpp.Model;
using LlamaOrch.LlamaCpp.Startup;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.LlamaCpp.Http.Endpoints;

/// <summary>The routes that generate text.</summary>
internal sealed class CompletionEndpoints(InferenceEngine engine, EngineOptions options)
{
    /// <summary><c>POST /completion</c>.</summary>
    public Task NativeAsync(HttpContext context) =>
        RunAsync(context, "cmpl-", GenerationReader.Prompts, answer => new NativeShape(answer));

    /// <summary><c>POST /v1/completions</c>.</summary>
    public Task TextAsync(HttpContext context) =>
        RunAsync(context, "cmpl-", TextPromptReader.Prompts, answer => new TextShape(answer));

    /// <summary><c>POST /v1/chat/completions</c>.</summary>
    public Task ChatAsync(HttpContext context) =>
        RunAsync(context, "chatcmpl-", ChatPrompts, answer => new ChatShape(answer));

    private List<int[]> ChatPrompts(RequestFields fields, Vocabulary vocabulary)
    {
        string prompt = ChatReader.Prompt(fields, engine.Loaded!.Model);
        return [vocabulary.Tokenize(prompt, addSpecial: true, parseSpecial: true)];
    }

    private async Task RunAsync(
        HttpContext context, string idPrefix, Func<RequestFields, Vocabulary, List<int[]>> readPrompts,
        Func<AnswerContext, IAnswerShape> shape)
    {
        LoadedEngine loaded = engine.Loaded!;
        if (!loaded.Generates)
            throw new ApiException(ApiError.NotSupported("this model does not generate text: it only embeds"));
        GenerationRequest request;
        using (JsonDocument body = await RequestBody.ReadAsync(context))
            request = GenerationReader.Read(body.RootElement, loaded, readPrompts);

        TellHints(context, request);
        string id = idPrefix + Guid.NewGuid().ToString("N");
        var answer = new AnswerContext(
            request, loaded, options.ModelName, id, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        var run = new GenerationRun(engine, loaded, request);
        await run.AnswerAsync(context, shape(answer));
    }

    private static void TellHints(HttpContext context, GenerationRequest request)
    {
        if (request.SchemaHints.Count == 0)
            return;
        string hints = SchemaHintText.Of(request.SchemaHints);
        context.Response.Headers[LlorchHeaders.SchemaHints] = hints;
        if (context.Features.Get<RequestTally>() is RequestTally tally)
            tally.SchemaHints = hints;
    }
}
