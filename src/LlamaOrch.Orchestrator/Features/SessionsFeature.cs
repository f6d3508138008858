using LlamaOrch.Core.Sessions;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.Orchestrator.Features;

internal static class SessionsFeature
{
    public static IServiceCollection AddSessions(this IServiceCollection services, OrchestratorOptions options) =>
        services
        .AddSingleton(new SessionLimits
        {
            Ttl = TimeSpan.FromMilliseconds(options.SessionTtlMs),
            TurnsMax = options.SessionTurnsMax,
            Budget = new BudgetLimits(
                options.SessionTokensMax == 0 ? null : options.SessionTokensMax,
                options.SessionTimeMsMax == 0 ? null : TimeSpan.FromMilliseconds(options.SessionTimeMsMax),
                options.SessionCostMax == 0 ? null : BudgetViews.Micros(options.SessionCostMax)),
            MicrosPerThousandTokens = BudgetViews.Micros(options.PricePer1kTokens)!.Value,
        })
        .AddSingleton<SessionSettingsReader>()
        .AddSingleton<SessionTurns>()
        .AddHostedService<SessionSweeper>();
}
