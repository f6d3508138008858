using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace LlamaOrch.Storage.Sqlite.Database;

/// <summary>
/// Which file a path leads to, whatever the path is called: an open file stays open when its path is removed, and
/// writes to it go on and are lost.
/// </summary>
/// <param name="Device">The device of its file system; 0 where it can't be told.</param>
/// <param name="Number">Its number on that device; where there is none, when it was made.</param>
internal readonly partial record struct FileIdentity(ulong Device, ulong Number)
{
    // From statx(2): one layout on every processor, unlike stat.
    private const int WorkingDirectory = -100;
    private const int AnswerBytes = 256;
    private const uint WantsNumber = 0x100;
    private const int NumberAt = 32;
    private const int DeviceAt = 136;

    private const int ToWrite = 2;

    /// <summary>The file at a path; null for none.</summary>
    public static FileIdentity? Of(string path)
    {
        if (!OperatingSystem.IsLinux())
            return File.Exists(path) ? new(0, (ulong)File.GetCreationTimeUtc(path).Ticks) : null;
        Span<byte> answer = stackalloc byte[AnswerBytes];
        return Statx(WorkingDirectory, path, 0, WantsNumber, ref MemoryMarshal.GetReference(answer)) == 0
            ? new(
                BinaryPrimitives.ReadUInt64LittleEndian(answer[DeviceAt..]),
                BinaryPrimitives.ReadUInt64LittleEndian(answer[NumberAt..]))
            : null;
    }

    /// <summary>Whether a file or folder may be written; a whole file system may be read-only.</summary>
    public static bool IsWritable(string path) => OperatingSystem.IsWindows() || Access(path, ToWrite) == 0;

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, ref byte answer);

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);
}
