using LlamaOrch.Core.Scheduling;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Logging;
using LlamaOrch.Orchestrator.Metrics;
using LlamaOrch.Orchestrator.Tasks;

namespace LlamaOrch.Orchestrator.Logging;

/// <summary>A request as it was admitted: what all that is said of it later begins with.</summary>
/// <param name="Origin">What it is known by.</param>
/// <param name="Slot">What it asks for.</param>
/// <param name="Position">How many started before it; null for one that was not taken.</param>
/// <param name="Start">When it was to start; null for unknown.</param>
internal readonly record struct AskedRequest(
    RequestOrigin Origin, SlotRequest Slot, int? Position, StartPrediction? Start) : ILogFields
{
    public void AddTo(LogLine line)
    {
        line.Set(Origin);
        line.SetId(LogFields.JobId, Slot.TaskId.Value);
        line.SetId(LogFields.SessionId, Slot.SessionId?.Value);
        line.Set(LogFields.QueuePosition, Position);
        line.Set(LogFields.PredictedStartMs, QueueFields.PredictedStartMs(Start));
        line.Set("priority", Slot.Priority.Label());
    }
}
