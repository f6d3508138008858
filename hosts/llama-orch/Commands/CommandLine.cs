using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using LlamaOrch.Cli.Terminals;
using LlamaOrch.Client;
using LlamaOrch.Contracts.Processes;

namespace LlamaOrch.Cli.Commands;

/// <summary>The program's commands, and how every failure of theirs becomes one sentence and an exit code.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        Console.SetOut(new GuardedWriter(Console.Out, isResult: true));
        Console.SetError(new GuardedWriter(Console.Error, isResult: false));
        using var signals = new StopSignals();
        var terminal = new Terminal();
        ParseResult parsed = Build(terminal).Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (string problem in UsageProblems.Of(parsed))
                terminal.Fail(problem);
            terminal.Note($"See '{PathOf(parsed.CommandResult)} --help'.");
            return Failed(parsed, ExitCode.Usage);
        }

        try
        {
            // Ctrl-C is ours: the parser's own handling ends the process after two seconds.
            var invocation = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(invocation, signals.Stopping);
        }
        catch (Exception failure) when (ExitCodeOf(failure) is ExitCode code)
        {
            if (code != ExitCode.Interrupted)
                terminal.Fail(failure.Message);
            return Failed(parsed, code);
        }
        catch (Exception defect)
        {
            terminal.Fail($"A defect of llama-orch, sorry: {defect.Message}");
            terminal.Note(defect.ToString());
            return Failed(parsed, ExitCode.Internal);
        }
    }

    private static RootCommand Build(Terminal terminal)
    {
        var root = new RootCommand("One control plane for every LLM that you host.");
        root.SetAction(parsed => new HelpAction().Invoke(parsed));
        Examples.Replace(root);
        root.Subcommands.Add(UpCommand.Build(terminal));
        root.Subcommands.Add(NodesCommand.Build(terminal));
        root.Subcommands.Add(PoolsCommand.Build(terminal));
        root.Subcommands.Add(ModelsCommand.Build(terminal));
        root.Subcommands.Add(TasksCommand.Build(terminal));
        root.Subcommands.Add(WhyCommand.Build(terminal));
        root.Subcommands.Add(ChatCommand.Build(terminal));
        root.Subcommands.Add(TopCommand.Build(terminal));
        root.Subcommands.Add(DoctorCommand.Build(terminal));
        // Its own arguments never come here; this is for the list of commands.
        root.Subcommands.Add(new Command(
            "engine", "The embedded engine: serves one GGUF file over llama-server's HTTP API ('engine --help')."));
        return root;
    }

    /// <summary>Codes 1 and 2 of the doctor are what it found; whatever keeps it from looking is another one.</summary>
    private static int Failed(ParseResult parsed, ExitCode code) =>
        parsed.CommandResult.Command.Name == DoctorCommand.Name && code != ExitCode.Interrupted
            ? DoctorCommand.CouldNotCheck
            : (int)code;

    private static string PathOf(CommandResult command) => command.Parent is CommandResult parent
        ? $"{PathOf(parent)} {command.Command.Name}"
        : command.Command.Name;

    /// <summary>The code of a failure that a user can understand; null for a defect of ours.</summary>
    private static ExitCode? ExitCodeOf(Exception failure) => failure switch
    {
        StartupException startup => startup.Code,
        OrchestratorException => ExitCode.Refused,
        OperationCanceledException => ExitCode.Interrupted,
        _ => null,
    };
}
