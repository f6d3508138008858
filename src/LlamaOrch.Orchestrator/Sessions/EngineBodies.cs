using System.Globalization;
using System.Text;

namespace LlamaOrch.Orchestrator.Sessions;

/// <summary>Adds to a task's body for the engine, which is one JSON object that we wrote ourselves.</summary>
internal static class EngineBodies
{
    /// <summary>The body with a limit of tokens, which it did not have.</summary>
    public static ReadOnlyMemory<byte> WithMaxTokens(ReadOnlyMemory<byte> body, long maxTokens)
    {
        byte[] limit = Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $",\"max_tokens\":{Math.Min(maxTokens, int.MaxValue)}}}"));
        byte[] longer = new byte[body.Length - 1 + limit.Length];
        body.Span[..^1].CopyTo(longer);
        limit.CopyTo(longer, body.Length - 1);
        return longer;
    }
}
