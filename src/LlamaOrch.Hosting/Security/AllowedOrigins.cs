namespace LlamaOrch.Hosting.Security;

/// <summary>The web pages that may call this daemon.</summary>
/// <param name="Origins">Scheme, host and port of each; <see cref="CrossOrigin.Any"/> for all.</param>
internal sealed record AllowedOrigins(IReadOnlyList<string> Origins);
