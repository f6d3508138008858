using LlamaOrch.Cli.Commands;
using LlamaOrch.LlamaCpp;

// The engine's own arguments are llama-server's, so they go past this program's parser.
return args is ["engine", .. string[] engineArgs]
    ? await EngineProgram.RunAsync(engineArgs)
    : await CommandLine.RunAsync(args);
