using LlamaOrch.Contracts.Handoff;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Hosting.Logging;

namespace LlamaOrch.PoolManager.Engines;

/// <summary>An engine that a handoff file names: where it answers and what the file says of it.</summary>
internal sealed record EngineAttachment
{
    private readonly Uri chatCompletions;
    private readonly Uri completions;
    private readonly Uri embeddings;

    /// <param name="file">What the handoff file says.</param>
    /// <param name="secret">What the engine wants to be shown; null for nothing.</param>
    public EngineAttachment(HandoffFile file, EngineSecret? secret = null)
    {
        Secret = secret;
        EngineModel = file.EngineModel;
        (Kind, Version, ModelId, Slots, ContextTokens, DeviceMask) =
            (file.Engine, file.EngineVersion, file.ModelId, file.Slots, file.ContextTokens, file.DeviceMask);
        Url = Root(file.Url);
        ShownUrl = LogRedaction.Url(Url);
        chatCompletions = At(EngineRoutes.ChatCompletions);
        completions = At(EngineRoutes.Completions);
        embeddings = At(EngineRoutes.Embeddings);
    }

    /// <summary>The engine kind.</summary>
    public string Kind { get; }

    /// <summary>Its version as the file says; empty when it does not.</summary>
    public string Version { get; }

    /// <summary>Where its routes begin; ends with a slash.</summary>
    public Uri Url { get; }

    /// <summary>That URL as sentences may name it: without credentials.</summary>
    public string ShownUrl { get; }

    /// <summary>The model as the file says.</summary>
    public ModelId? ModelId { get; }

    /// <summary>What the engine calls the model, as the file says.</summary>
    public string? EngineModel { get; }

    /// <summary>What the engine wants to be shown; null for nothing.</summary>
    public EngineSecret? Secret { get; }

    /// <summary>Slots as the file says.</summary>
    public int? Slots { get; }

    /// <summary>Context of one slot as the file says, tokens.</summary>
    public int? ContextTokens { get; }

    /// <summary>The devices that it uses.</summary>
    public string DeviceMask { get; }

    /// <summary>The URL of one of <see cref="EngineRoutes"/>, made beforehand: requests only look it up.</summary>
    public Uri UriFor(string route) => route switch
    {
        EngineRoutes.ChatCompletions => chatCompletions,
        EngineRoutes.Completions => completions,
        EngineRoutes.Embeddings => embeddings,
        _ => throw new ArgumentOutOfRangeException(nameof(route), route, "not an engine route"),
    };

    /// <summary>The URL of any route, such as <c>/health</c>.</summary>
    public Uri At(string route) => new(Url, route.TrimStart('/'));

    /// <summary>
    /// OpenAI clients are given URLs that end with <c>/v1</c>; the routes carry that part themselves.
    /// </summary>
    private static Uri Root(Uri url)
    {
        string path = url.AbsolutePath.TrimEnd('/');
        if (path.EndsWith("/v1", StringComparison.Ordinal))
            path = path[..^"/v1".Length];
        return new UriBuilder(url) { Path = path + "/", Query = string.Empty, Fragment = string.Empty }.Uri;
    }
}
