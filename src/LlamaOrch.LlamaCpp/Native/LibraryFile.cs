namespace LlamaOrch.LlamaCpp.Native;

/// <summary>One file of the native library, by name and content.</summary>
/// <param name="Name">File name inside the package's folder of binaries.</param>
/// <param name="Sha256">SHA-256 of the content, lower-case hexadecimal.</param>
internal readonly record struct LibraryFile(string Name, string Sha256);
