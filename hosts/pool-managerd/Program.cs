using LlamaOrch.Hosting.Startup;
using LlamaOrch.LlamaCpp;
using LlamaOrch.PoolManager.Configuration;
using LlamaOrch.PoolManager.Features;

if (args is ["engine", .. string[] engineArgs])
    return await EngineProgram.RunAsync(engineArgs);

return await DaemonRunner.RunAsync(
    new DaemonProgram("pool-managerd", PoolManagerUsage.Text, OpenFiles.NodeMin),
    args,
    () => DaemonHost.CreateBuilder(PoolManagerOptions.EnvironmentPrefix, args).AddPoolManager(),
    builder => builder.Build().MapPoolManager());
