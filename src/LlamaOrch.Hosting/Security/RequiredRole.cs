namespace LlamaOrch.Hosting.Security;

/// <summary>On an endpoint: the role that a caller with a key needs.</summary>
/// <param name="Role">The role.</param>
public sealed record RequiredRole(ApiRole Role);
