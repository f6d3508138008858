using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LlamaOrch.PoolManager.Models;

/// <summary>
/// The number by which a file system knows a file, whatever its name: a file that is renamed over another one has a
/// number of its own, even when size and time are the same.
/// </summary>
internal static partial class FileNumber
{
    private const int FromWorkingDirectory = -100;
    private const int OfTheHandle = 0x1000;
    private const uint NumberWanted = 0x100;

    /// <summary>The number of the file behind a path, links followed; 0 where the system has none.</summary>
    public static long Of(string path) =>
        OperatingSystem.IsLinux() && StatX(FromWorkingDirectory, path, 0, NumberWanted, out FileStatus status) == 0
            ? status.Number
            : 0;

    /// <summary>The number of an open file; 0 where the system has none.</summary>
    public static long Of(SafeFileHandle file) =>
        OperatingSystem.IsLinux() && StatX(file, string.Empty, OfTheHandle, NumberWanted, out FileStatus status) == 0
            ? status.Number
            : 0;

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int directory, string path, int flags, uint wanted, out FileStatus status);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(
        SafeFileHandle file, string path, int flags, uint wanted, out FileStatus status);

    // The one layout of the kernel's struct statx, the same on every architecture.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileStatus
    {
        [FieldOffset(32)]
        public long Number;
    }
}
