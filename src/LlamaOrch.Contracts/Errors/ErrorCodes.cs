namespace LlamaOrch.Contracts.Errors;

/// <summary>The wire form and HTTP status of each <see cref="ErrorCode"/>.</summary>
public static class ErrorCodes
{
    /// <summary>The code as clients see it, for example <c>INVALID_PARAMS</c>.</summary>
    public static string WireName(this ErrorCode code) => code switch
    {
        ErrorCode.AdmissionReject => "ADMISSION_REJECT",
        ErrorCode.QueueFullDropLru => "QUEUE_FULL_DROP_LRU",
        ErrorCode.InvalidParams => "INVALID_PARAMS",
        ErrorCode.PoolUnready => "POOL_UNREADY",
        ErrorCode.PoolUnavailable => "POOL_UNAVAILABLE",
        ErrorCode.ModelNotAvailable => "MODEL_NOT_AVAILABLE",
        ErrorCode.ReplicaExhausted => "REPLICA_EXHAUSTED",
        ErrorCode.DecodeTimeout => "DECODE_TIMEOUT",
        ErrorCode.WorkerReset => "WORKER_RESET",
        ErrorCode.MissingToken => "MISSING_TOKEN",
        ErrorCode.BadToken => "BAD_TOKEN",
        ErrorCode.Forbidden => "FORBIDDEN",
        ErrorCode.QuotaExceeded => "QUOTA_EXCEEDED",
        ErrorCode.NotFound => "NOT_FOUND",
        ErrorCode.Conflict => "CONFLICT",
        ErrorCode.StorageUnavailable => "STORAGE_UNAVAILABLE",
        ErrorCode.Internal => "INTERNAL",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "not an error code"),
    };

    /// <summary>The code of a wire name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such code.</exception>
    public static ErrorCode Parse(string wireName) =>
        Enum.GetValues<ErrorCode>().Where(code => code.WireName() == wireName).Cast<ErrorCode?>().FirstOrDefault()
            ?? throw new ArgumentOutOfRangeException(nameof(wireName), wireName, "not an error code");

    /// <summary>The HTTP status that carries the code when a response has not begun yet.</summary>
    public static int HttpStatus(this ErrorCode code) => code switch
    {
        ErrorCode.InvalidParams => 400,
        ErrorCode.MissingToken or ErrorCode.BadToken => 401,
        ErrorCode.Forbidden => 403,
        ErrorCode.NotFound or ErrorCode.ModelNotAvailable => 404,
        ErrorCode.Conflict => 409,
        ErrorCode.AdmissionReject or ErrorCode.QueueFullDropLru or ErrorCode.QuotaExceeded => 429,
        ErrorCode.Internal => 500,
        ErrorCode.WorkerReset => 502,
        ErrorCode.PoolUnready or ErrorCode.PoolUnavailable or ErrorCode.ReplicaExhausted
            or ErrorCode.StorageUnavailable => 503,
        ErrorCode.DecodeTimeout => 504,
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "not an error code"),
    };

    /// <summary>Whether the same request may succeed later without a change by the caller.</summary>
    public static bool IsRetriable(this ErrorCode code) => code is
        ErrorCode.AdmissionReject or ErrorCode.QueueFullDropLru or ErrorCode.PoolUnready
        or ErrorCode.PoolUnavailable or ErrorCode.ReplicaExhausted or ErrorCode.WorkerReset
        or ErrorCode.QuotaExceeded or ErrorCode.StorageUnavailable;
}
