namespace LlamaOrch.Bench.Compare;

/// <summary>Something to put in front of the stub.</summary>
internal interface IGateway
{
    /// <summary>What it is called in the results.</summary>
    string Name { get; }

    /// <summary>Starts it; the caller waits until it answers.</summary>
    Task<RunningGateway> StartAsync(BenchPlace place, Uri stub, CancellationToken cancellationToken);
}
