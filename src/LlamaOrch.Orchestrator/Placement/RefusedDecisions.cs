using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Placement.Decisions;

namespace LlamaOrch.Orchestrator.Placement;

/// <summary>This silo's latest refusals of tasks that reached no queue.</summary>
internal sealed class RefusedDecisions(int decisionsKept)
{
    private readonly Lock gate = new();
    private readonly RefusalLog log = new(decisionsKept);

    public void Add(
        TaskId taskId, ModelId model, in PlacementRefusal refusal, FleetSnapshot fleet, DateTimeOffset now)
    {
        lock (gate)
        {
            log.Add(taskId, model, refusal, fleet, now);
        }
    }

    public PlacementDecision? Find(TaskId taskId)
    {
        lock (gate)
        {
            return log.Find(taskId);
        }
    }
}
