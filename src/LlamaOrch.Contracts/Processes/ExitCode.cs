namespace LlamaOrch.Contracts.Processes;

/// <summary>Exit codes of every program of the product; listed in <c>docs/reference/exit-codes.md</c>.</summary>
public enum ExitCode
{
    /// <summary>Everything went as asked, Ctrl-C included.</summary>
    Ok = 0,

    /// <summary>A defect of ours; the message and the log say more.</summary>
    Internal = 1,

    /// <summary>An option is unknown, missing or has a bad value.</summary>
    Usage = 2,

    /// <summary>The configuration is not valid; every problem is listed.</summary>
    BadConfiguration = 3,

    /// <summary>A port is taken by another program.</summary>
    PortInUse = 10,

    /// <summary>The model file is missing or is no GGUF.</summary>
    BadModelFile = 11,

    /// <summary>The model does not fit into the memory that is free.</summary>
    TooLittleMemory = 12,

    /// <summary>The engine's native library is not the one that was pinned.</summary>
    EngineLibraryTampered = 13,

    /// <summary>The engine URL does not answer.</summary>
    EngineUnreachable = 14,

    /// <summary>The engine started but did not become ready.</summary>
    EngineFailed = 15,

    /// <summary>The engine's native library could not be fetched.</summary>
    EngineLibraryUnavailable = 16,

    /// <summary>Something that must be installed first is missing.</summary>
    MissingPrerequisite = 17,

    /// <summary>The build failed (only from <c>./up</c> and <c>./test</c>).</summary>
    BuildFailed = 18,

    /// <summary>A bind address beyond loopback needs a token, and none is configured.</summary>
    TokenRequired = 19,

    /// <summary>Another home or orchestratord runs on the same data directory or database.</summary>
    DataDirectoryInUse = 20,

    /// <summary>No orchestratord answers at the URL (commands that drive a running fleet).</summary>
    FleetUnreachable = 21,

    /// <summary>The fleet refused the request, or the task failed; the message carries its reason.</summary>
    Refused = 22,

    /// <summary>The database can't be opened, is damaged, or is of a newer version.</summary>
    StorageUnusable = 23,

    /// <summary>Another orchestratord took the database while this one ran.</summary>
    StorageLost = 24,

    /// <summary>The output can't be written: the disk below a redirection is full, or the terminal is closed.</summary>
    OutputUnwritable = 25,

    /// <summary>Ctrl-C before the work asked for was done, or a second Ctrl-C that forced the stop.</summary>
    Interrupted = 130,
}
