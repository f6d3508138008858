namespace LlamaOrch.Bench.Processes;

/// <summary>What a process used within a window.</summary>
/// <param name="User">Processor time in its own code.</param>
/// <param name="System">Processor time in the kernel for it.</param>
/// <param name="Switches">Context switches of its threads, those that ended within the window left out.</param>
/// <param name="Threads">Its threads at the end.</param>
/// <param name="ResidentBytes">Its memory at the end.</param>
/// <param name="ResidentGrowth">Growth of that, bytes; what waits to be collected counts.</param>
internal sealed record ProcessUse(
    TimeSpan User, TimeSpan System, long Switches, int Threads, long ResidentBytes, long ResidentGrowth)
{
    /// <summary>Processor time in all.</summary>
    public TimeSpan Cpu => User + System;
}
