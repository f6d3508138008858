using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Placement.Index;

namespace LlamaOrch.Core.Placement.Decisions;

/// <summary>The latest refusals of tasks that reached no queue, since no pool serves their model.</summary>
/// <param name="refusalsMax">How many are kept; 0 keeps none.</param>
public sealed class RefusalLog(int refusalsMax)
{
    private readonly DecisionRecorder recorder = new(new PlacementIndex(default), refusalsMax);

    /// <summary>Why a model that no pool serves is refused.</summary>
    public static PlacementRefusal Of(ModelId model, FleetSnapshot fleet) => PlacementOutlook.NotServed(model, fleet);

    /// <summary>A task was refused.</summary>
    public void Add(
        TaskId taskId, ModelId model, in PlacementRefusal refusal, FleetSnapshot fleet, DateTimeOffset now) =>
        recorder.Refused(
            taskId, new PlacementRequest { Model = model }, refusal.Code, refusal.Message, fleet, now);

    /// <summary>A task's refusal; null when it is not kept.</summary>
    public PlacementDecision? Find(TaskId taskId) => recorder.Find(taskId);
}
