using System.Buffers.Binary;

namespace LlamaOrch.Core.Placement.Affinity;

/// <summary>
/// Hashes of the beginning of a prompt, block by block, each with all blocks before it: two prompts share as many
/// hashes as they share whole blocks. Only the first few kilobytes count, so that it costs the same for every prompt.
/// </summary>
public static class PromptBlocks
{
    /// <summary>Bytes of one block.</summary>
    public const int BlockBytes = 512;

    /// <summary>Most blocks of one prompt.</summary>
    public const int BlocksMax = 8;

    /// <summary>The hashes; empty for a prompt shorter than one block.</summary>
    /// <param name="prompt">The prompt as it stands in the request: text or JSON, it only has to be the same.</param>
    public static IReadOnlyList<ulong> Hash(ReadOnlySpan<byte> prompt)
    {
        int count = Math.Min(prompt.Length / BlockBytes, BlocksMax);
        if (count == 0)
            return [];
        ulong[] hashes = new ulong[count];
        ulong hash = 0;
        for (int block = 0; block < count; block++)
            hashes[block] = hash = Mix(hash, prompt.Slice(block * BlockBytes, BlockBytes));
        return hashes;
    }

    // Multiply and fold, eight bytes at a time. Whoever makes two prompts collide only gets a pool that is not warm.
    private static ulong Mix(ulong hash, ReadOnlySpan<byte> block)
    {
        for (; block.Length > 0; block = block[sizeof(ulong)..])
        {
            ulong high = Math.BigMul(
                hash ^ BinaryPrimitives.ReadUInt64LittleEndian(block), 0x9E3779B97F4A7C15, out ulong low);
            hash = high ^ low ^ 0xD1B54A32D192ED03;
        }

        return hash;
    }
}
