namespace LlamaOrch.Tools.TinyModel.Tokenizer;

/// <summary>The printable character that stands for each byte in GPT-2 vocabularies and their GGUF metadata.</summary>
public static class ByteAlphabet
{
    private static readonly char[] OfByte = Build();

    /// <summary>The character for a byte.</summary>
    public static char Of(byte value) => OfByte[value];

    /// <summary>UTF-8 bytes of a text, each as its character.</summary>
    public static string Of(string text) =>
        string.Concat(System.Text.Encoding.UTF8.GetBytes(text).Select(value => OfByte[value]));

    private static char[] Build()
    {
        char[] map = new char[256];
        int next = 256;
        for (int value = 0; value < 256; value++)
        {
            bool printable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            map[value] = printable ? (char)value : (char)next++;
        }

        return map;
    }
}
