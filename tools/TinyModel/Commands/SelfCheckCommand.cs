using System.CommandLine;
using LlamaOrch.Tools.TinyModel.Training;

namespace LlamaOrch.Tools.TinyModel.Commands;

/// <summary><c>selfcheck</c>: what must hold before a training is worth its time.</summary>
internal static class SelfCheckCommand
{
    private const double ErrorMax = 0.02;

    public static Command Create()
    {
        Command command = new("selfcheck", "Check the gradients against finite differences.");
        command.SetAction(_ =>
        {
            double worst = GradientCheck.WorstError(Console.WriteLine);
            Console.WriteLine($"Worst gradient error {worst:G3}, allowed {ErrorMax}.");
            return worst < ErrorMax ? 0 : 1;
        });
        return command;
    }
}
