using LlamaOrch.Hosting.Startup;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Features;

return await DaemonRunner.RunAsync(() =>
{
    var builder = DaemonHost.CreateBuilder(OrchestratorOptions.EnvironmentPrefix, args);
    return builder.AddOrchestrator().Build().MapOrchestrator();
});
