using LlamaOrch.Contracts.Errors;

namespace LlamaOrch.Client;

/// <summary>The server refused a request, or a task failed.</summary>
public sealed class OrchestratorException : Exception
{
    /// <summary>Makes the failure.</summary>
    public OrchestratorException(ErrorBody error)
        : base($"{error.Code}: {error.Message}") => Error = error;

    /// <summary>The server's reason.</summary>
    public ErrorBody Error { get; }
}
