using System.Text;
using LlamaOrch.LlamaCpp.Native.Interop;

namespace LlamaOrch.LlamaCpp.Model;

/// <summary>
/// Writes a conversation as the model was trained to read it, as far as llama.cpp knows the template.
/// </summary>
internal static unsafe class ChatTemplate
{
    /// <summary>The template that llama-server takes, too, for a model that brings none.</summary>
    public const string Default = "chatml";

    /// <summary>
    /// The prompt up to where the assistant answers; null where llama.cpp does not know the template.
    /// </summary>
    public static string? Apply(string? template, IReadOnlyList<ChatMessage> messages)
    {
        // One block of zero-terminated texts: template, then role and content of each message.
        var text = new MemoryStream();
        int[] offsets = new int[1 + (2 * messages.Count)];
        Append(text, template ?? Default);
        for (int i = 0; i < messages.Count; i++)
        {
            offsets[1 + (2 * i)] = Append(text, messages[i].Role);
            offsets[2 + (2 * i)] = Append(text, messages[i].Content);
        }

        byte[] block = text.ToArray();
        var native = new LlamaChatMessage[messages.Count];
        fixed (byte* start = block)
        fixed (LlamaChatMessage* first = native)
        {
            for (int i = 0; i < native.Length; i++)
            {
                native[i].Role = start + offsets[1 + (2 * i)];
                native[i].Content = start + offsets[2 + (2 * i)];
            }

            byte[] prompt = new byte[(block.Length * 2) + 1024];
            int length = Apply(start, first, native.Length, prompt);
            if (length > prompt.Length)
            {
                prompt = new byte[length];
                length = Apply(start, first, native.Length, prompt);
            }

            return length < 0 ? null : Encoding.UTF8.GetString(prompt, 0, length);
        }
    }

    private static int Apply(byte* template, LlamaChatMessage* messages, int count, byte[] prompt)
    {
        fixed (byte* start = prompt)
            return LlamaApi.ChatApplyTemplate(template, messages, (nuint)count, 1, start, prompt.Length);
    }

    private static int Append(MemoryStream text, string value)
    {
        int offset = (int)text.Length;
        text.Write(Encoding.UTF8.GetBytes(value));
        text.WriteByte(0);
        return offset;
    }
}
