namespace LlamaOrch.Contracts.Processes;

/// <summary>Files that one process has for itself.</summary>
public static class LockedFile
{
    // EAGAIN of Linux, which .NET passes on for a lock that another process holds. A file that can't be opened for
    // another reason, such as a read-only file system, has another number.
    private const int HeldByAnother = 11;

    /// <summary>Whether a file could not be opened because another process has it.</summary>
    public static bool IsHeldByAnother(IOException failure) => failure.HResult == HeldByAnother;
}
