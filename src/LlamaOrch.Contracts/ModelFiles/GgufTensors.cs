namespace LlamaOrch.Contracts.ModelFiles;

/// <summary>Where a GGUF file's weights end, by the list of them in its header.</summary>
internal static class GgufTensors
{
    private const ulong CountMax = 1 << 20;
    private const int DimensionsMax = 4;
    private const long AlignmentUsual = 32;

    /// <summary>Weights in a block and the block's bytes, by ggml's number of the type.</summary>
    private static readonly Dictionary<int, (long Weights, long Bytes)> Blocks = new()
    {
        [0] = (1, 4),
        [1] = (1, 2),
        [2] = (32, 18),
        [3] = (32, 20),
        [6] = (32, 22),
        [7] = (32, 24),
        [8] = (32, 34),
        [9] = (32, 36),
        [10] = (256, 84),
        [11] = (256, 110),
        [12] = (256, 144),
        [13] = (256, 176),
        [14] = (256, 210),
        [15] = (256, 292),
        [16] = (256, 66),
        [17] = (256, 74),
        [18] = (256, 98),
        [19] = (256, 50),
        [20] = (32, 18),
        [21] = (256, 110),
        [22] = (256, 82),
        [23] = (256, 136),
        [24] = (1, 1),
        [25] = (1, 2),
        [26] = (1, 4),
        [27] = (1, 8),
        [28] = (1, 8),
        [29] = (256, 56),
        [30] = (1, 2),
        [34] = (256, 54),
        [35] = (256, 66),
        [39] = (32, 17),
    };

    /// <summary>
    /// The smallest length that the file can have, bytes. A type that is not known here counts from its beginning only.
    /// </summary>
    /// <param name="reader">Stands behind the metadata.</param>
    /// <param name="count">Number of tensors.</param>
    /// <param name="alignment">What the beginning of the weights is a multiple of; 0 for the usual 32.</param>
    /// <exception cref="EndOfStreamException">The file ends within the list.</exception>
    public static long EndOfWeights(BinaryReader reader, ulong count, long alignment)
    {
        Stream file = reader.BaseStream;
        double end = 0;
        for (ulong i = 0; i < count; i++)
        {
            ulong name = reader.ReadUInt64();
            if (count > CountMax || name > (ulong)(file.Length - file.Position))
                throw new EndOfStreamException();
            file.Seek((long)name, SeekOrigin.Current);
            uint dimensions = reader.ReadUInt32();
            if (dimensions > DimensionsMax)
                throw new EndOfStreamException();
            double weights = 1;
            for (uint d = 0; d < dimensions; d++)
                weights *= reader.ReadUInt64();
            int type = reader.ReadInt32();
            ulong offset = reader.ReadUInt64();
            double bytes = Blocks.TryGetValue(type, out var block) ? weights / block.Weights * block.Bytes : 0;
            end = Math.Max(end, offset + bytes);
        }

        if (count == 0)
            return file.Position;
        long multiple = alignment is > 0 and <= 1 << 20 ? alignment : AlignmentUsual;
        long start = (file.Position + multiple - 1) / multiple * multiple;
        // A length beyond all files is a damaged list.
        return end < long.MaxValue / 2 ? start + (long)end : throw new EndOfStreamException();
    }
}
