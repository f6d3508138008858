using LlamaOrch.LlamaCpp;

if (args is ["engine", .. string[] engineArgs])
    return await EngineProgram.RunAsync(engineArgs);
return 0;
