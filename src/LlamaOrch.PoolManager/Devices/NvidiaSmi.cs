using System.ComponentModel;
using System.Diagnostics;

namespace LlamaOrch.PoolManager.Devices;

/// <summary>Asks NVIDIA's driver for its GPUs, through the program that comes with it.</summary>
/// <param name="program">Its name on PATH, or its path.</param>
internal sealed class NvidiaSmi(string program)
{
    // A driver that wakes its GPUs takes a second or two.
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);

    /// <summary>The GPUs now; empty without a driver, or when it does not answer within 5 s.</summary>
    public async Task<IReadOnlyList<GpuReading>> ReadAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            ArgumentList = { $"--query-gpu={NvidiaSmiParser.Query}", "--format=csv,noheader,nounits" },
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            return [];
        }

        using (process)
        {
            using var late = new CancellationTokenSource(AnswerMax);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
            try
            {
                Task<string> errors = process.StandardError.ReadToEndAsync(either.Token);
                string output = await process.StandardOutput.ReadToEndAsync(either.Token);
                await errors;
                await process.WaitForExitAsync(either.Token);
                return process.ExitCode == 0 ? NvidiaSmiParser.Parse(output) : [];
            }
            catch (Exception failure) when (failure is OperationCanceledException or IOException)
            {
                process.Kill();
                return [];
            }
        }
    }
}
