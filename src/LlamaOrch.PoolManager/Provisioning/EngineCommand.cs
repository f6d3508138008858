using System.Reflection;
using System.Text;

namespace LlamaOrch.PoolManager.Provisioning;

/// <summary>The embedded engine's program and its first arguments.</summary>
internal static class EngineCommand
{
    /// <summary>The parts of the setting, or of this program's own <c>engine</c> verb when there is none.</summary>
    public static IReadOnlyList<string> Resolve(string? setting)
    {
        if (setting is not null)
            return Split(setting);
        string self = Environment.ProcessPath
            ?? throw new InvalidOperationException("the system does not tell this program's path");
        // Under 'dotnet program.dll' the process is dotnet and the program its first argument.
        return Path.GetFileNameWithoutExtension(self) == "dotnet" && Assembly.GetEntryAssembly() is Assembly entry
            ? [self, entry.Location, "engine"]
            : [self, "engine"];
    }

    /// <summary>Splits at spaces, except within single or double quotes; empty when a quote is not closed.</summary>
    public static IReadOnlyList<string> Split(string command)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        char? quote = null;
        bool begun = false;
        foreach (char c in command)
        {
            if (c == quote)
            {
                quote = null;
            }
            else if (quote is null && c is '"' or '\'')
            {
                (quote, begun) = (c, true);
            }
            else if (quote is null && char.IsWhiteSpace(c))
            {
                if (begun)
                    parts.Add(part.ToString());
                part.Clear();
                begun = false;
            }
            else
            {
                part.Append(c);
                begun = true;
            }
        }

        if (begun)
            parts.Add(part.ToString());
        return quote is null ? parts : [];
    }
}
