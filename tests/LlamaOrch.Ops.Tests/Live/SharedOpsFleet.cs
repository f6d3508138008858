using Xunit;

namespace LlamaOrch.Ops.Tests.Live;

/// <summary>One fleet for tests that change nothing in it.</summary>
public sealed class SharedOpsFleet : IAsyncLifetime
{
    /// <summary>The fleet.</summary>
    public OpsFleet Fleet { get; private set; } = null!;

    /// <summary>A task of it that has ended.</summary>
    public string TaskId { get; private set; } = string.Empty;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Fleet = await OpsFleet.StartAsync();
        TaskId = await Fleet.EndedTaskAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Fleet?.DisposeAsync() ?? default;
}
