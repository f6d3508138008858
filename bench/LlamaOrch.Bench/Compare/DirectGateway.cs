namespace LlamaOrch.Bench.Compare;

/// <summary>No gateway at all: what generator and stub can do by themselves.</summary>
internal sealed class DirectGateway : IGateway
{
    public string Name => "direct";

    public Task<RunningGateway> StartAsync(BenchPlace place, Uri stub, CancellationToken cancellationToken) =>
        Task.FromResult(new RunningGateway(stub, () => new Dictionary<string, int>()));
}
