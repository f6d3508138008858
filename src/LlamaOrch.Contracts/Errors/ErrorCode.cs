namespace LlamaOrch.Contracts.Errors;

/// <summary>The stable error codes of every API; on the wire in the form that <see cref="ErrorCodes"/> gives.</summary>
public enum ErrorCode
{
    /// <summary>The queue refused the task: it is full and its policy is <c>reject</c>.</summary>
    AdmissionReject,

    /// <summary>The task was dropped from a full queue whose policy is <c>drop-lru</c>.</summary>
    QueueFullDropLru,

    /// <summary>A parameter is missing, of the wrong type or out of range; the message names the field.</summary>
    InvalidParams,

    /// <summary>The model is staged, but no pool that serves it is ready yet.</summary>
    PoolUnready,

    /// <summary>The pool that was asked for can't be reached or refuses work.</summary>
    PoolUnavailable,

    /// <summary>No node has the model.</summary>
    ModelNotAvailable,

    /// <summary>The pool has no free slot for this lease.</summary>
    ReplicaExhausted,

    /// <summary>The deadline passed before the task could end.</summary>
    DecodeTimeout,

    /// <summary>The engine or its node went away after the first token.</summary>
    WorkerReset,

    /// <summary>No bearer token was sent and one is required.</summary>
    MissingToken,

    /// <summary>The bearer token is not one of those configured.</summary>
    BadToken,

    /// <summary>The token is known and may not do this.</summary>
    Forbidden,

    /// <summary>The caller's quota is used up.</summary>
    QuotaExceeded,

    /// <summary>There is no such thing.</summary>
    NotFound,

    /// <summary>The same id stands for something else already.</summary>
    Conflict,

    /// <summary>What must be on disk can't be written or read now.</summary>
    StorageUnavailable,

    /// <summary>A defect of ours; the correlation id leads to the log.</summary>
    Internal,
}
