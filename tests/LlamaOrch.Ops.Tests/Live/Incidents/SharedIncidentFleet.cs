using Xunit;

namespace LlamaOrch.Ops.Tests.Live.Incidents;

/// <summary>One fleet for incidents that are repaired before the next one.</summary>
public sealed class SharedIncidentFleet : IAsyncLifetime
{
    // Five minutes are ten seconds: much shorter, and a busy machine would be an incident of its own.
    private const int Factor = 30;

    /// <summary>The fleet.</summary>
    public IncidentFleet Fleet { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Fleet = await IncidentFleet.StartAsync(Factor);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Fleet?.DisposeAsync() ?? default;
}
