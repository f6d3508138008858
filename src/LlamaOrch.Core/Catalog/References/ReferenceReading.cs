namespace LlamaOrch.Core.Catalog.References;

/// <summary>What came of reading a reference: its normal form, or one sentence.</summary>
internal readonly record struct ReferenceReading(string? Text, string? Problem)
{
    public static ReferenceReading Of(string text) => new(text, null);

    public static ReferenceReading Bad(string problem) => new(null, problem);
}
