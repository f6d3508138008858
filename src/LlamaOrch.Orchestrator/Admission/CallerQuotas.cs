using System.Collections.Concurrent;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Core.Admission;
using LlamaOrch.Hosting.Security;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Orchestrator.Admission;

/// <summary>
/// What the holders of keys use, by their names, which are those of the key file: as many as it has, no more. Counted
/// on each replica by itself, and anew after a restart.
/// </summary>
internal sealed class CallerQuotas(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, QuotaUse> uses = new(StringComparer.Ordinal);

    /// <summary>
    /// Counts a request in; the ticket is to be given back at its end. Null, and no refusal, for a caller without
    /// limits.
    /// </summary>
    public QuotaTicket? Enter(HttpContext context, out ErrorBody? refusal)
    {
        refusal = null;
        if (context.Features.Get<ApiKey>() is not
            { RequestsPerMinute: var rate, TasksMax: var most, TokensPerDay: var tokens } key
            || (rate, most, tokens) is (null, null, null))
            return null;
        QuotaUse use = uses.GetOrAdd(key.Name, static _ => new QuotaUse());
        lock (use)
            refusal = use.Enter(new QuotaLimits(rate, most, tokens), time.GetUtcNow());
        return refusal is null ? new QuotaTicket(use, time) : null;
    }
}
