using LlamaOrch.Cli.Terminals;
using LlamaOrch.Client;
using LlamaOrch.Client.Overview;

namespace LlamaOrch.Cli.Top;

/// <summary>
/// Draws the fleet again at each interval, on the terminal's other screen, until somebody presses q or Ctrl-C. It never
/// waits for an answer: keys and another size of the window are seen while one is due, and one that is late is told.
/// </summary>
internal sealed class LiveScreen(OrchestratorClient client, Uri url, TimeSpan interval)
{
    // Tokens are counted when answers end; over less than this their rate would only flicker.
    private static readonly TimeSpan RateOver = TimeSpan.FromSeconds(10);

    // How soon a key or another size of the window is seen.
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    // A picture that is older than this beyond its interval is told to be old.
    private static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(2);

    private readonly Queue<OverviewSample> samples = [];
    private FleetOverview? fleet;
    private string? problem;

    /// <summary>Runs until it is told to stop; the screen is then as it was before.</summary>
    /// <exception cref="HttpRequestException">Nobody answered at the first look.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await LookAsync(cancellation);
        using var screen = new OtherScreen();
        try
        {
            screen.Show(columns => TopFrame.Draw(fleet!, url, problem, columns));
            while (await NextFrameAsync(screen, cancellation))
                screen.Show(columns => TopFrame.Draw(fleet!, url, problem, columns));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl-C is how one leaves.
        }
    }

    /// <summary>Waits until there is something else to draw; false when somebody wants to leave.</summary>
    private async Task<bool> NextFrameAsync(OtherScreen screen, CancellationToken cancellation)
    {
        long began = TimeProvider.System.GetTimestamp();
        Task? look = null;
        while (true)
        {
            if (IsLeaving())
                return false;
            if (screen.IsResized())
                screen.Show(columns => TopFrame.Draw(fleet!, url, problem, columns));
            TimeSpan waited = TimeProvider.System.GetElapsedTime(began);
            if (look is null && waited >= interval)
                look = LookAsync(cancellation);
            if (look is { IsCompleted: true })
                return await EndedAsync(look);
            if (look is not null && waited - interval > LateAfter
                && Late($"no answer for {(int)(waited - interval).TotalSeconds} s"))
                screen.Show(columns => TopFrame.Draw(fleet!, url, problem, columns));
            await Task.Delay(Glance, cancellation);
        }
    }

    private async Task<bool> EndedAsync(Task look)
    {
        try
        {
            await look;
            problem = null;
        }
        catch (Exception failure) when (failure is HttpRequestException or OrchestratorException)
        {
            Late(failure.Message);
        }

        return true;
    }

    /// <summary>Says why the picture is old; false when that is said already.</summary>
    private bool Late(string why)
    {
        string before = problem ?? string.Empty;
        problem = $"No answer from the control plane, this is the last picture: {why}";
        return problem != before;
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        OverviewSample now = await OverviewSample.TakeAsync(client, TimeProvider.System, cancellation);
        samples.Enqueue(now);
        while (samples.Count > 2 && now.At - samples.Peek().At > RateOver)
            samples.Dequeue();
        fleet = FleetOverview.Of(now, samples.Peek());
    }

    private static bool IsLeaving()
    {
        while (Console.KeyAvailable)
        {
            if (Console.ReadKey(intercept: true).Key is ConsoleKey.Q or ConsoleKey.Escape)
                return true;
        }

        return false;
    }
}
