using LlamaOrch.Hosting.Startup;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Features;

return await DaemonRunner.RunAsync(
    new DaemonProgram("orchestratord", OrchestratorUsage.Text, OpenFiles.ControlPlaneMin),
    args,
    () => DaemonHost.CreateBuilder(OrchestratorOptions.EnvironmentPrefix, args).AddOrchestrator(),
    builder => builder.Build().MapOrchestrator());
