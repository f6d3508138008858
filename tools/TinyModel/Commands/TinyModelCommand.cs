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
          TinyModel train --out /tmp/llorch-tiny.gguf      from the seed to the model; Ctrl-C keeps what there is
          TinyModel train --out /tmp/llorch-tiny.gguf --resume
          TinyModel sample --model /tmp/llorch-tiny.gguf "Tell me a story about a fox."
          TinyModel selfcheck --model /tmp/llorch-tiny.gguf
        """)
    {
        RandomCommand.Create(),
        DataCommand.Create(),
        TrainCommand.Create(),
        ExportCommand.Create(),
        SampleCommand.Create(),
        EvaluateCommand.Create(),
        SelfCheckCommand.Create(),
    };
}
