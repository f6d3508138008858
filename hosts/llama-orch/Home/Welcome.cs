using LlamaOrch.Cli.Terminals;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Hosting.Security;
using Spectre.Console;

namespace LlamaOrch.Cli.Home;

/// <summary>What a new user should know once the home runs: where it is, and what to try next.</summary>
internal static class Welcome
{
    public static void Show(
        Terminal terminal, HomeDaemons daemons, HomeDirectory directory, ModelId model, bool needsToken)
    {
        string url = daemons.Url.ToString().TrimEnd('/');
        // The shell fills in the token; it is never printed.
        string token = needsToken ? $" -H \"Authorization: Bearer ${ApiTokens.EnvironmentVariable}\"" : string.Empty;
        const string messages = """[{"role":"user","content":"Tell me a story about a fox."}]""";
        string body = $$"""{"model":"{{model}}","messages":{{messages}}}""";

        terminal.WriteLine();
        terminal.WriteLine($"[bold]API[/]     {url}/v1 (OpenAI-compatible) and /v2 (tasks)");
        terminal.WriteLine(
            $"[bold]Nodes[/]   {string.Join(", ", daemons.NodeUrls.Select(node => node.ToString().TrimEnd('/')))}");
        terminal.WriteLine($"[bold]Logs[/]    {Markup.Escape(directory.Logs)}");
        terminal.WriteLine();
        terminal.WriteLine("[bold]Try next[/]");
        terminal.WriteVerbatim(
            $"  curl {url}/v1/chat/completions{token} -H 'Content-Type: application/json' -d '{body}'");
        terminal.WriteVerbatim($"  {Self()} pools --url {url}");
        terminal.WriteVerbatim($"  curl {url}/metrics");
        terminal.WriteLine();
        terminal.WriteLine("Ctrl-C stops everything.");
    }

    private static string Self()
    {
        string program = Environment.ProcessPath ?? "llama-orch";
        string near = Path.GetRelativePath(Environment.CurrentDirectory, program);
        string shown = near.Length < program.Length ? near : program;
        return shown.Contains(' ', StringComparison.Ordinal) ? $"'{shown}'" : shown;
    }
}
