using LlamaOrch.Hosting.Startup;
using LlamaOrch.LlamaCpp;
using LlamaOrch.PoolManager.Configuration;
using LlamaOrch.PoolManager.Features;

if (args is ["engine", .. string[] engineArgs])
    return await EngineProgram.RunAsync(engineArgs);
if (args.Any(argument => argument is "--help" or "-h"))
{
    Console.Out.Write(PoolManagerUsage.Text);
    return 0;
}

return await DaemonRunner.RunAsync(() =>
{
    var builder = DaemonHost.CreateBuilder(PoolManagerOptions.EnvironmentPrefix, args);
    return builder.AddPoolManager().Build().MapPoolManager();
});
