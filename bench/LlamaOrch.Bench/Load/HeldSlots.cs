using LlamaOrch.Bench.Wire;

namespace LlamaOrch.Bench.Load;

/// <summary>
/// Streams that keep slots of the fleet busy for longer than a measurement: what comes then must queue.
/// </summary>
internal sealed class HeldSlots : IDisposable
{
    private const int TokenIntervalMs = 5_000;

    private readonly List<LoadConnection> connections = [];

    /// <summary>Opens them; each has its slot when this returns.</summary>
    /// <exception cref="IOException">One was not taken.</exception>
    public HeldSlots(LoadSettings settings)
    {
        var template = new RequestTemplate(settings with
        {
            Plane = LoadPlane.Chat,
            Stream = true,
            TokenIntervalMs = TokenIntervalMs,
        });
        for (int index = 0; index < settings.Hold; index++)
        {
            var connection = new LoadConnection(settings);
            connections.Add(connection);
            MessageHead head = connection.Ask(template.Bytes);
            if (head.Status != 200)
                throw new IOException($"a stream that was to hold a slot was answered with {head.Status}");
        }
    }

    public void Dispose()
    {
        foreach (LoadConnection connection in connections)
            connection.Dispose();
    }
}
