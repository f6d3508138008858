using LlamaOrch.TestKit.Files;

namespace LlamaOrch.PoolManager.Tests.Fixtures;

/// <summary>Small programs of a test's own.</summary>
internal static class Scripts
{
    /// <summary>Writes a shell script that can be run; returns its path.</summary>
    public static string Write(TemporaryDirectory folder, string name, string body)
    {
        string path = folder.File(name);
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
