using Microsoft.Extensions.Configuration;

namespace LlamaOrch.PoolManager.Configuration;

/// <summary>
/// One pool to provision: <c>pools:0:pool_id</c> in the file or as an argument, <c>POOLD_pools__0__pool_id</c>.
/// </summary>
public sealed class PoolOptions
{
    /// <summary>The pool's name, unique in the fleet. Required.</summary>
    [ConfigurationKeyName("pool_id")]
    public string PoolId { get; set; } = string.Empty;

    /// <summary>
    /// <c>llamacpp</c> starts the embedded engine (default), <c>openai</c> attaches to <c>engine_url</c>.
    /// </summary>
    [ConfigurationKeyName("engine")]
    public string Engine { get; set; } = "llamacpp";

    /// <summary>The GGUF file that the embedded engine loads. Required for <c>llamacpp</c>.</summary>
    [ConfigurationKeyName("model_path")]
    public string? ModelPath { get; set; }

    /// <summary>
    /// The model's name for clients. Default: the file's name without its ending, or what the engine says.
    /// </summary>
    [ConfigurationKeyName("model_id")]
    public string? ModelId { get; set; }

    /// <summary>
    /// Sequences in parallel, 1 to 4,096. Default 4 for <c>llamacpp</c>; otherwise the engine is asked.
    /// </summary>
    [ConfigurationKeyName("slots")]
    public int? Slots { get; set; }

    /// <summary>Context of one slot, tokens, 1 to 16,777,216. Default: the model's own, within reason.</summary>
    [ConfigurationKeyName("context_tokens")]
    public int? ContextTokens { get; set; }

    /// <summary>Threads of the embedded engine, 1 to 1,024. Default: one per core.</summary>
    [ConfigurationKeyName("threads")]
    public int? Threads { get; set; }

    /// <summary>Whether the embedded engine serves embeddings. Default false.</summary>
    [ConfigurationKeyName("embeddings")]
    public bool Embeddings { get; set; }

    /// <summary>
    /// Where an engine runs already, such as <c>http://127.0.0.1:8081</c>. Required for <c>openai</c>.
    /// </summary>
    [ConfigurationKeyName("engine_url")]
    public string? EngineUrl { get; set; }

    /// <summary>
    /// What the attached engine calls the model, where <c>model_id</c> gives it another name or the engine lists
    /// several. Default: <c>model_id</c> where it is listed, else the first that is.
    /// </summary>
    [ConfigurationKeyName("engine_model")]
    public string? EngineModel { get; set; }

    /// <summary>
    /// File with the API key that the attached engine wants; read again when the key is refused. Default: none.
    /// </summary>
    [ConfigurationKeyName("engine_api_key_file")]
    public string? EngineApiKeyFile { get; set; }

    /// <summary>
    /// Name of the environment variable with the API key that the attached engine wants. Default: none.
    /// </summary>
    [ConfigurationKeyName("engine_api_key_variable")]
    public string? EngineApiKeyVariable { get; set; }

    /// <summary>
    /// Devices of the pool: <c>cpu</c> (default), or GPU ids separated by commas for an attached engine.
    /// </summary>
    [ConfigurationKeyName("device")]
    public string Device { get; set; } = "cpu";
}
