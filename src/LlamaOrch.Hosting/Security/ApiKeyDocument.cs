namespace LlamaOrch.Hosting.Security;

/// <summary>The key file as a whole.</summary>
internal sealed record ApiKeyDocument
{
    public IReadOnlyList<ApiKeyEntry?>? Keys { get; init; }
}
