using System.CommandLine;

namespace LlamaOrch.Tools.TinyModel.Commands;

/// <summary>The program's command line.</summary>
internal static class TinyModelCommand
{
    public static RootCommand Create() => new(
        """
        Makes llorch-tiny, the model that ships with llama-orch, from nothing but a seed.

        Examples:
          TinyModel random --out /tmp/random.gguf          a model for tests, in seconds
          TinyModel data --count 5                         what the model is trained on
        """)
    {
        RandomCommand.Create(),
        DataCommand.Create(),
        TrainCommand.Create(),
        ExportCommand.Create(),
        SelfCheckCommand.Create(),
    };
}
