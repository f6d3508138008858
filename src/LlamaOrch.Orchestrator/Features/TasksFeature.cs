using LlamaOrch.Orchestrator.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.Orchestrator.Features;

internal static class TasksFeature
{
    public static IServiceCollection AddTasks(this IServiceCollection services) => services
        .AddSingleton<TaskDirectory>()
        .AddSingleton<TaskFinder>()
        .AddSingleton<TaskResults>()
        .AddSingleton<RunningEvents>()
        .AddSingleton<AdmissionOrder>()
        .AddSingleton<TaskAdmission>()
        .AddSingleton<DeliveryMarker>()
        .AddHostedService<TaskRecovery>()
        .AddSingleton<TaskRequestReader>()
        .AddSingleton<TaskRunner>()
        .AddSingleton<TaskLife>();
}
