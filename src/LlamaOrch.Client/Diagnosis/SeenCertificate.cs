namespace LlamaOrch.Client.Diagnosis;

/// <summary>The certificate that an https address showed.</summary>
/// <param name="Address">The address.</param>
/// <param name="NotAfter">When it ends; null when none was shown.</param>
/// <param name="Problem">Why this machine does not trust it, or why none was shown; null when all is well.</param>
internal sealed record SeenCertificate(Uri Address, DateTimeOffset? NotAfter, string? Problem);
