namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>The right to take a step in one task's life; others wait for it until this is disposed.</summary>
internal readonly struct TaskTurn(SemaphoreSlim gate) : IDisposable
{
    public void Dispose() => gate.Release();
}
