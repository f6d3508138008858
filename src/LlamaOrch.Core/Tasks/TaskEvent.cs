using LlamaOrch.Contracts.Errors;
using LlamaOrch.Core.Leases;

namespace LlamaOrch.Core.Tasks;

/// <summary>What happens to a task that has been taken.</summary>
public abstract record TaskEvent
{
    private TaskEvent()
    {
    }

    /// <summary>
    /// The control plane has started anew and found the task without an end; <paramref name="Delivered"/> tells whether
    /// somebody may have seen a token of it.
    /// </summary>
    public sealed record Recovered(bool Delivered) : TaskEvent;

    /// <summary>It has a slot; again after an attempt that failed.</summary>
    public sealed record Leased(SlotLease Lease) : TaskEvent;

    /// <summary>The first byte of its answer is there.</summary>
    public sealed record AnswerBegan : TaskEvent
    {
        /// <summary>The only one.</summary>
        public static AnswerBegan Instance { get; } = new();
    }

    /// <summary>The work is over; <paramref name="Error"/> is null when it went well.</summary>
    public sealed record WorkEnded(TaskWork Work, ErrorBody? Error) : TaskEvent;

    /// <summary>Somebody wants it to stop; so many tokens had come by then.</summary>
    public sealed record CancelAsked(int TokensOut) : TaskEvent;

    /// <summary>The journal has the end.</summary>
    public sealed record OutcomeWritten : TaskEvent
    {
        /// <summary>The only one.</summary>
        public static OutcomeWritten Instance { get; } = new();
    }

    /// <summary>The journal could not take the end.</summary>
    public sealed record OutcomeNotWritten : TaskEvent
    {
        /// <summary>The only one.</summary>
        public static OutcomeNotWritten Instance { get; } = new();
    }
}
