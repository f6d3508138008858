using Microsoft.Extensions.Hosting;

namespace LlamaOrch.Cli.Home;

/// <summary>
/// Leaves signals to the home: by default each daemon of the process would stop by itself at Ctrl-C, the control plane
/// before the nodes have left it.
/// </summary>
internal sealed class HomeLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
