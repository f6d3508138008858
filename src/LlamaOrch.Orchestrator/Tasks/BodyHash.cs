using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>The SHA-256 of a client's body: tells a repeated request from another one with the same id.</summary>
internal readonly record struct BodyHash
{
    private readonly UInt128 first;
    private readonly UInt128 second;

    private BodyHash(ReadOnlySpan<byte> hash) =>
        (first, second) = (MemoryMarshal.Read<UInt128>(hash), MemoryMarshal.Read<UInt128>(hash[16..]));

    /// <summary>The hash of a body.</summary>
    public static BodyHash Of(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return new BodyHash(hash);
    }

    /// <summary>Reads what <see cref="ToString"/> has written.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static BodyHash Parse(string text) => new(Convert.FromHexString(text));

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        MemoryMarshal.Write(hash, in first);
        MemoryMarshal.Write(hash[16..], in second);
        return Convert.ToHexString(hash);
    }
}
