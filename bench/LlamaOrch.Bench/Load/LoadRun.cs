using LlamaOrch.Bench.Pacing;
using LlamaOrch.Bench.Processes;
using LlamaOrch.Bench.Wire;

namespace LlamaOrch.Bench.Load;

/// <summary>Runs one measurement from its first connection to its last number.</summary>
internal sealed class LoadRun(LoadSettings settings, IReadOnlyDictionary<string, int> processes)
{
    private const int StackBytes = 256 * 1024;

    /// <summary>Measures; takes warm-up, duration and at most the drain and one silence more.</summary>
    public async Task<LoadMeasurement> RunAsync(CancellationToken cancellationToken)
    {
        using var held = new HeldSlots(settings);
        var template = new RequestTemplate(settings);
        var window = MeasuredWindow.FromNow(settings.Warmup, settings.Duration);
        ISchedule schedule = settings.Rate > 0
            ? new OpenLoop(window, settings.Rate)
            : new ClosedLoop(window, settings.Connections);
        var recorder = new LoadRecorder(window, schedule);
        List<Thread> threads = [];
        for (int index = 0; index < settings.Connections; index++)
        {
            RequestTemplate own = template.Copy();
            IExchange exchange = settings.Plane == LoadPlane.Chat
                ? new ChatExchange(settings, own, recorder)
                : new TaskExchange(settings, own, recorder);
            var worker = new LoadWorker(index, settings, schedule, exchange, recorder);
            var thread = new Thread(worker.Run, StackBytes) { IsBackground = true };
            threads.Add(thread);
            thread.Start();
        }

        LibC.SleepUntil(window.Start);
        MachineSample machineBefore = MachineSample.Take();
        Dictionary<string, ProcessSample> before = Sample();
        LibC.SleepUntil(window.End);
        Dictionary<string, ProcessSample> after = Sample();
        MachineSample machineAfter = MachineSample.Take();
        // Bounded by themselves: no request begins after the window's hard end, none outlives its silence.
        foreach (Thread thread in threads)
            thread.Join();

        AbortAccount? aborts = settings.AbortAfterTokens > 0 && settings.StubUrl is not null
            ? await AbortAccount.FromStubAsync(settings.StubUrl, recorder.Aborts, cancellationToken)
            : null;
        return new LoadMeasurement(
            recorder, aborts, template.Length, machineAfter.BusySince(machineBefore),
            after.ToDictionary(pair => pair.Key, pair => pair.Value.Since(before[pair.Key])));
    }

    private Dictionary<string, ProcessSample> Sample() => processes.ToDictionary(
        pair => pair.Key, pair => ProcessSample.Take(pair.Value));
}
