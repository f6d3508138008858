using System.Text;

namespace LlamaOrch.Orchestrator.Tests.Streams;

/// <summary>A text cut into pieces in as many ways as a network may cut it.</summary>
internal static class Pieces
{
    /// <summary>Whole, in pieces of each size up to 9, and in random ones that are the same at each run.</summary>
    public static IEnumerable<byte[][]> Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>Likewise, of bytes that need not be text.</summary>
    public static IEnumerable<byte[][]> Of(byte[] bytes)
    {
        yield return [bytes];
        for (int size = 1; size < 10; size++)
            yield return [.. bytes.Chunk(size)];
        for (int seed = 0; seed < 50; seed++)
            yield return [.. Random(bytes, new Random(seed))];
    }

    private static IEnumerable<byte[]> Random(byte[] bytes, Random random)
    {
        for (int at = 0; at < bytes.Length;)
        {
            int size = Math.Min(bytes.Length - at, random.Next(0, 40));
            yield return bytes[at..(at + size)];
            at += size;
        }
    }
}
