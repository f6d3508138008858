namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>Types of values; a number is one that is whole or one that need not be.</summary>
[Flags]
internal enum SchemaTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Fraction = 8,
    Number = Integer | Fraction,
    String = 16,
    Array = 32,
    Object = 64,
    All = 127,
}
