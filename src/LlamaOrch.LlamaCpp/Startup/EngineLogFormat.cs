namespace LlamaOrch.LlamaCpp.Startup;

/// <summary>What the worker writes of its requests.</summary>
internal enum EngineLogFormat
{
    /// <summary>Nothing: only its own start and troubles, as text.</summary>
    Text,

    /// <summary>A line of JSON for each request that has ended, by the schema of the daemons' logs.</summary>
    Json,
}
