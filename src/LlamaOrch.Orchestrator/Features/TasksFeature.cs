using LlamaOrch.Orchestrator.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.Orchestrator.Features;

internal static class TasksFeature
{
    public static IServiceCollection AddTasks(this IServiceCollection services) => services
        .AddSingleton<TaskDirectory>()
        .AddSingleton<TaskRequestReader>()
        .AddSingleton<TaskRunner>();
}
