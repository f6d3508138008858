namespace LlamaOrch.Tools.TinyModel.Data;

/// <summary>What a user says and what the assistant answers.</summary>
public sealed record Exchange(string Prompt, string Answer);
