namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>A grain takes one call at a time, to its end.</summary>
internal sealed class GrainTurns<TId>(SimulatedControlPlane control)
    where TId : struct
{
    private readonly Dictionary<TId, Task> last = [];

    /// <summary>Calls a grain; whoever called before comes first.</summary>
    public async Task<T> CallAsync<T>(TId grain, Func<Task<T>> call)
    {
        Task before = last.GetValueOrDefault(grain, Task.CompletedTask);
        var done = new TaskCompletionSource();
        last[grain] = done.Task;
        await before;
        await control.YieldAsync();
        T answer = await call();
        done.SetResult();
        return answer;
    }
}
