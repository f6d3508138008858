namespace LlamaOrch.TestKit.Engines;

/// <summary>An inference request as it arrived at a <see cref="FakeEngine"/>.</summary>
/// <param name="Path">The route.</param>
/// <param name="Body">The body's bytes.</param>
/// <param name="ContentType">Its content type.</param>
/// <param name="Headers">Its headers; names without regard to case.</param>
public sealed record SeenRequest(
    string Path, byte[] Body, string? ContentType, IReadOnlyDictionary<string, string> Headers);
