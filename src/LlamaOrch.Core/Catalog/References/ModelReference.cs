using LlamaOrch.Contracts.Errors;

namespace LlamaOrch.Core.Catalog.References;

/// <summary>Where a model comes from, in the one form in which it is kept and compared.</summary>
/// <param name="Scheme">The kind of place.</param>
/// <param name="Text">The whole reference.</param>
public readonly record struct ModelReference(ModelScheme Scheme, string Text)
{
    /// <summary>Longest reference, characters. URLs and object keys end far below.</summary>
    public const int LengthMax = 1024;

    /// <summary>The request's field that errors name.</summary>
    public const string Field = "reference";

    private const string Schemes =
        "hf:org/repo[/file][@rev], file:/path, https://host/path, s3://bucket/key or oci:registry/repo[:tag]";

    /// <summary>
    /// Reads a reference; exactly one of the results is not null. Parsing what was parsed changes nothing.
    /// </summary>
    public static (ModelReference? Reference, ErrorBody? Invalid) Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Refuse($"Say where the model comes from: {Schemes}.");
        if (text.Length > LengthMax)
            return Refuse($"A reference has at most {LengthMax} characters, this one {text.Length}.");
        if (ReferenceText.HasHidden(text))
            return Refuse("A reference has no spaces at its ends, no control and no invisible characters.");
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string rest = text[(colon + 1)..];
        (ModelScheme scheme, ReferenceReading reading)? read = text[..Math.Max(colon, 0)].ToLowerInvariant() switch
        {
            "hf" => (ModelScheme.HuggingFace, HuggingFaceReference.Read(rest)),
            "file" => (ModelScheme.File, FileReference.Read(rest)),
            "https" => (ModelScheme.Https, HttpsReference.Read(text)),
            "s3" => (ModelScheme.S3, S3Reference.Read(rest)),
            "oci" => (ModelScheme.Oci, OciReference.Read(rest)),
            _ => null,
        };
        return read switch
        {
            null => Refuse($"A reference begins with a scheme: {Schemes}."),
            { reading.Text: string normal } taken => (new ModelReference(taken.scheme, normal), null),
            { reading.Problem: string problem } => Refuse(problem),
            _ => throw new InvalidOperationException("a reading has a text or a problem"),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static (ModelReference?, ErrorBody?) Refuse(string sentence) =>
        (null, ErrorBody.From(ErrorCode.InvalidParams, sentence, Field));
}
