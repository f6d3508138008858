using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Hosting.Errors;

/// <summary>The routes that OpenAI's clients use.</summary>
public static class OpenAiPlane
{
    /// <summary>Whether a path belongs to it.</summary>
    public static bool Has(PathString path) => path.StartsWithSegments("/v1", StringComparison.Ordinal);
}
