using LlamaOrch.Simulation.Tests.Actors.Clients;
using LlamaOrch.Simulation.Tests.Actors.Nodes;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>Stands for <c>TaskEventStream</c>: one reader's events, from any point on.</summary>
internal sealed class EventsShell(SimulatedControlPlane control)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Serves one reader until the end, or until it leaves.</summary>
    public async Task ServeAsync(ConnectionEnd reader, WatchRequest request)
    {
        if (control.Tasks.Find(request.TaskId) is not LiveTask task)
        {
            reader.Send(new Piece.Refused(ErrorCode.NotFound));
            return;
        }

        long seen = request.LastEventId;
        bool mayGrow = true;
        while (mayGrow && reader.IsOpen)
        {
            (IReadOnlyList<TaskFrame> frames, mayGrow) = task.Events.ReadAfter(seen);
            foreach (TaskFrame frame in frames)
            {
                reader.Send(frame);
                seen = frame.Id;
            }

            if (mayGrow)
                await control.SleepAsync(Pause);
        }
    }
}
