namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>A schema that no grammar can be made of; the message says where and why.</summary>
internal sealed class SchemaException(string path, string reason) : Exception($"at {path}: {reason}");
