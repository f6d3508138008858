using LlamaOrch.Cli.Terminals;
using LlamaOrch.Client;
using LlamaOrch.Client.Overview;

namespace LlamaOrch.Cli.Top;

/// <summary>
/// Draws the fleet anew at each interval, on the terminal's other screen, until somebody presses q or Ctrl-C.
/// </summary>
internal sealed class LiveScreen(OrchestratorClient client, Uri url, TimeSpan interval)
{
    // Tokens are counted when answers end; over less than this their rate would only flicker.
    private static readonly TimeSpan RateOver = TimeSpan.FromSeconds(10);

    // How soon a key or another size of the window is seen.
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

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
            do
            {
                screen.Show(TopFrame.Draw(fleet!, url, problem));
            }
            while (await WaitAsync(screen, cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl-C is how one leaves.
        }
    }

    /// <summary>Waits for the next look; false when somebody wants to leave.</summary>
    private async Task<bool> WaitAsync(OtherScreen screen, CancellationToken cancellation)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < interval)
        {
            await Task.Delay(Glance, cancellation);
            if (IsLeaving())
                return false;
            if (screen.IsResized())
                return true;
        }

        try
        {
            await LookAsync(cancellation);
            problem = null;
        }
        catch (Exception failure) when (failure is HttpRequestException or OrchestratorException)
        {
            problem = $"No answer, this is what was: {failure.Message}";
        }

        return true;
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
