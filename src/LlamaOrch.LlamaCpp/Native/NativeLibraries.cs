using System.Reflection;
using System.Runtime.InteropServices;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.LlamaCpp.Native.Interop;

namespace LlamaOrch.LlamaCpp.Native;

/// <summary>Loads the verified library into this process, once, and resolves P/Invokes to it by full path.</summary>
public static partial class NativeLibraries
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static readonly Dictionary<string, nint> Handles = [];
    private static bool s_loaded;

    /// <summary>
    /// Fetches where needed, verifies, loads, and starts the best CPU backend. Later calls return at once.
    /// </summary>
    /// <param name="progress">One line per thing that takes time; null shows none.</param>
    /// <param name="cancellationToken">Stops a download.</param>
    /// <param name="logLevel">How much of llama.cpp's log reaches stderr.</param>
    /// <exception cref="StartupException">The library is not to be had, was changed, or does not load.</exception>
    public static async Task EnsureLoadedAsync(
        IProgress<string>? progress,
        CancellationToken cancellationToken,
        NativeLogLevel logLevel = NativeLogLevel.Warn)
    {
        await Gate.WaitAsync(cancellationToken);
        try
        {
            if (s_loaded)
                return;
            var store = new NativeLibraryStore();
            await store.EnsureAsync(progress, cancellationToken);
            Load(store.Folder, logLevel);
            s_loaded = true;
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Lets another assembly's P/Invokes into the library resolve to the loaded files.</summary>
    /// <param name="assembly">The assembly that declares them; it may have no resolver yet.</param>
    public static void ResolveFor(Assembly assembly) => NativeLibrary.SetDllImportResolver(assembly, Resolve);

    private static void Load(string folder, NativeLogLevel logLevel)
    {
        // The order of their dependencies: whoever is loaded already is what the next one's dependency resolves to,
        // so that LD_LIBRARY_PATH can't slip another file in.
        string[] order = [LibraryPin.GgmlBase, LibraryPin.Ggml, LibraryPin.Llama];
        try
        {
            foreach (string name in order)
                Handles[name] = NativeLibrary.Load(Path.Combine(folder, name));
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            throw new StartupException(
                ExitCode.EngineLibraryUnavailable,
                $"The engine's native library does not load on this machine (it needs glibc 2.35 or a compatible "
                + $"libstdc++): {failure.Message}",
                failure);
        }

        ResolveFor(typeof(NativeLibraries).Assembly);
        NativeLog.Install(logLevel);

        // ggml would load any file that this variable names, hashed or not.
        _ = UnsetEnvironment("GGML_BACKEND_PATH");
        GgmlApi.LoadBackends(folder);
        if (GgmlApi.BackendCount() == 0)
        {
            throw new StartupException(
                ExitCode.EngineLibraryUnavailable,
                "None of llama.cpp's CPU backends runs on this machine's processor.");
        }

        LlamaApi.BackendInit();
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        Handles.TryGetValue(name, out nint handle) ? handle : 0;

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnsetEnvironment(string name);
}
