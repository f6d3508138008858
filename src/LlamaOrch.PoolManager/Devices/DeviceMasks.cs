using System.Buffers;

namespace LlamaOrch.PoolManager.Devices;

/// <summary>Device masks as settings and handoff files spell them.</summary>
internal static class DeviceMasks
{
    /// <summary>The device mask of a pool without accelerators.</summary>
    public const string Cpu = "cpu";

    private const int LengthMax = 256;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_,");

    /// <summary>Whether a text is <c>cpu</c> or device ids separated by commas.</summary>
    public static bool IsValid(string text) =>
        text.Length is > 0 and <= LengthMax && !text.AsSpan().ContainsAnyExcept(Allowed);
}
