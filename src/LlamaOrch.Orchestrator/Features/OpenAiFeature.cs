using LlamaOrch.Core.Admission;
using LlamaOrch.Orchestrator.Admission;
using LlamaOrch.Orchestrator.OpenAi;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.Orchestrator.Features;

internal static class OpenAiFeature
{
    public static IServiceCollection AddOpenAi(this IServiceCollection services) => services
        .AddSingleton(new AdmissionLimits())
        .AddSingleton<RequestScanner>()
        .AddSingleton<AdmissionGate>()
        .AddSingleton<CallerQuotas>()
        .AddSingleton<ModelList>()
        .AddSingleton<AnswerCourier>()
        .AddSingleton<OpenAiProxy>();
}
