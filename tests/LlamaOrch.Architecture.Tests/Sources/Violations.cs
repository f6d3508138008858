using Xunit;

namespace LlamaOrch.Architecture.Tests.Sources;

/// <summary>Tells all that breaks a rule at once, one line each.</summary>
internal static class Violations
{
    public static void None(string rule, IEnumerable<string> found)
    {
        string[] all = [.. found];
        Assert.True(all.Length == 0, $"{rule}{Environment.NewLine}{string.Join(Environment.NewLine, all)}");
    }
}
