using LlamaOrch.Contracts.Processes;

namespace LlamaOrch.Cli.Home;

/// <summary>The data directory of a running home: one home at a time, by a lock that ends with the process.</summary>
internal sealed class HomeDirectory : IDisposable
{
    private readonly FileStream held;

    private HomeDirectory(string path, FileStream held) => (Path, this.held) = (path, held);

    /// <summary>The directory, an absolute path.</summary>
    public string Path { get; }

    /// <summary>Where the logs go.</summary>
    public string Logs => System.IO.Path.Combine(Path, "logs");

    /// <summary>Makes the directory where it is missing, and takes it.</summary>
    /// <exception cref="StartupException">Another home has it, or it can't be written.</exception>
    public static HomeDirectory Take(string path)
    {
        string lockFile = System.IO.Path.Combine(path, "home.lock");
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, failure);
        }

        try
        {
            var held = new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(OwnerFile(path), Environment.ProcessId.ToString());
            return new HomeDirectory(path, held);
        }
        catch (IOException failure) when (LockedFile.IsHeldByAnother(failure))
        {
            throw new StartupException(
                ExitCode.DataDirectoryInUse,
                $"Another llama-orch{OwnerOf(path)} runs on {path}: stop it, or choose another with --data-dir.",
                failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(OwnerFile(Path));
        held.Dispose();
    }

    // A file of its own: the locked one can't be read.
    private static string OwnerFile(string path) => System.IO.Path.Combine(path, "home.pid");

    private static string OwnerOf(string path)
    {
        try
        {
            return int.TryParse(File.ReadAllText(OwnerFile(path)), out int process)
                ? $" (process {process})"
                : string.Empty;
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }

    private static StartupException Unusable(string path, Exception cause) => new(
        ExitCode.BadConfiguration, $"The data directory {path} can't be used: {cause.Message}", cause);
}
