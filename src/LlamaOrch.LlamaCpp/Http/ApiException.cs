namespace LlamaOrch.LlamaCpp.Http;

/// <summary>Carries a refusal from where it is found to where it is answered.</summary>
internal sealed class ApiException(ApiError error) : Exception(error.Message)
{
    /// <summary>What is answered.</summary>
    public ApiError Error { get; } = error;

    /// <summary>The request is wrong.</summary>
    public static ApiException Invalid(string message, string? field = null) => new(ApiError.Invalid(message, field));

    /// <summary>A field of the request is wrong; <paramref name="rule"/> follows its name.</summary>
    public static ApiException InvalidField(string name, string rule) => Invalid($"'{name}' {rule}", name);
}
