using LlamaOrch.Core.Admission;

namespace LlamaOrch.Orchestrator.Admission;

/// <summary>One request that counts against its caller's quota until it is given back, which happens once.</summary>
internal sealed class QuotaTicket(QuotaUse use, TimeProvider time)
{
    private int given;

    /// <summary>The request has ended.</summary>
    /// <param name="tokensOut">Tokens that were generated for it.</param>
    public void Leave(long tokensOut)
    {
        if (Interlocked.Exchange(ref given, 1) != 0)
            return;
        lock (use)
            use.Leave(tokensOut, time.GetUtcNow());
    }
}
