using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LlamaOrch.Client.Tables;
using Spectre.Console;
using Spectre.Console.Rendering;
using TableColumn = LlamaOrch.Client.Tables.TableColumn;

namespace LlamaOrch.Cli.Terminals;

/// <summary>
/// What a command says: results on stdout, so that they can be piped; progress, notes and failures on stderr. Colours
/// and moving progress only where a person looks.
/// </summary>
internal sealed class Terminal
{
    // Wide enough that no table of a pipe is wrapped.
    private const int PipeColumns = 10_000;
    private static readonly TimeSpan PlainProgressEvery = TimeSpan.FromSeconds(2);

    // It goes to no web page, and people read quotes better as quotes.
    private static readonly JsonWriterOptions ForPeople = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly TextWriter stdout = Console.Out;
    private readonly IAnsiConsole output = Create(Console.Out, Console.IsOutputRedirected);
    private readonly IAnsiConsole error = Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>Whether a person can type and sees what is printed.</summary>
    public bool IsInteractive { get; } = !Console.IsInputRedirected && !Console.IsOutputRedirected;

    /// <summary>Prints a line of the result; Spectre markup.</summary>
    public void WriteLine(string markup = "") => output.MarkupLine(markup);

    /// <summary>Prints a sentence of the result, broken where the window ends.</summary>
    public void WriteText(string sentence) => output.WriteLine(sentence);

    /// <summary>Prints a picture of the result.</summary>
    public void Write(IRenderable picture) => output.Write(picture);

    /// <summary>
    /// Prints a line of the result as it is: for commands, which must survive being copied from a narrow window.
    /// </summary>
    public void WriteVerbatim(string line) => stdout.WriteLine(line);

    /// <summary>
    /// Prints a piece of a model's answer as it comes; a terminal gets no control characters from a model.
    /// </summary>
    public void WriteAnswer(string text)
    {
        stdout.Write(Console.IsOutputRedirected
            ? text
            : string.Concat(text.Where(c => !char.IsControl(c) || c is '\n' or '\t')));
        stdout.Flush();
    }

    /// <summary>Prints a value as the API's JSON, indented.</summary>
    public void WriteJson<TValue>(TValue value, JsonTypeInfo<TValue> type)
    {
        using JsonDocument document = JsonSerializer.SerializeToDocument(value, type);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, ForPeople))
            document.WriteTo(json);
        stdout.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    /// <summary>
    /// Cells of the window that the result goes to; null where it goes to a pipe or a file, and nothing is cut.
    /// </summary>
    public int? Columns => Console.IsOutputRedirected ? null : output.Profile.Width;

    /// <summary>Prints rows below headings, as they fit the window, or one line when there are none.</summary>
    public void WriteTable(TableColumn[] columns, IEnumerable<string[]> rows, string whenEmpty)
    {
        string[][] all = [.. rows];
        if (all.Length == 0)
            Note(whenEmpty);
        else
            foreach (string line in FittedTable.Of(columns, all, Columns).Lines)
                stdout.WriteLine(line);
    }

    /// <summary>Says something on stderr.</summary>
    public void Note(string text) => error.MarkupLineInterpolated($"[grey]{text}[/]");

    /// <summary>Says on stderr what went wrong.</summary>
    public void Fail(string sentence) => error.MarkupLineInterpolated($"[red]{sentence}[/]");

    /// <summary>Does one step of a start: shows that it is at work, what it reports, and how long it took.</summary>
    public async Task<TResult> StepAsync<TResult>(string what, Func<IProgress<string>, Task<TResult>> work)
    {
        long started = Stopwatch.GetTimestamp();
        TResult result = error.Profile.Capabilities.Interactive && !Console.IsErrorRedirected
            ? await error.Status().Spinner(Spinner.Known.Dots).StartAsync(
                Markup.Escape($"{what}…"), status => work(new StatusProgress(status, what)))
            : await PlainStepAsync(what, work, started);
        error.MarkupLineInterpolated(
            $"[green]✓[/] {what} [grey]({Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s)[/]");
        return result;
    }

    private async Task<TResult> PlainStepAsync<TResult>(
        string what, Func<IProgress<string>, Task<TResult>> work, long started)
    {
        var progress = new LatestReport();
        using var timer = new PeriodicTimer(PlainProgressEvery);
        Task<TResult> working = work(progress);
        while (true)
        {
            Task<bool> tick = timer.WaitForNextTickAsync().AsTask();
            if (await Task.WhenAny(working, tick) == working)
                return await working;
            error.MarkupLineInterpolated(
                $"{what}… {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s{progress.Suffix}");
        }
    }

    private static IAnsiConsole Create(TextWriter writer, bool isRedirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (isRedirected)
            console.Profile.Width = PipeColumns;
        return console;
    }
}
