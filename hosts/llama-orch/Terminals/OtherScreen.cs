using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LlamaOrch.Cli.Terminals;

/// <summary>
/// The terminal's other screen, for what is drawn again and again; leaving it brings back what was there before.
/// </summary>
internal sealed class OtherScreen : IDisposable
{
    private const string Enter = "\e[?1049h\e[?25l";
    private const string Leave = "\e[?25h\e[?1049l";
    private const string Home = "\e[H";
    private const string ClearRestOfLine = "\e[K";
    private const string ClearBelow = "\e[J";

    // Some terminals do not tell their size.
    private const int ColumnsUnknown = 80;
    private const int RowsUnknown = 24;

    private (int Columns, int Rows) shown;

    public OtherScreen() => Console.Out.Write(Enter);

    /// <summary>Whether the window has another size than what was drawn last.</summary>
    public bool IsResized() => Size() != shown;

    /// <summary>
    /// Draws a frame, for a width, over the last one, in one piece; what does not fit the window is left out.
    /// </summary>
    public void Show(Func<int?, IRenderable> picture)
    {
        shown = Size();
        var text = new StringWriter();
        IAnsiConsole page = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = NoColour ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        page.Profile.Width = shown.Columns;
        page.Write(picture(shown.Columns));

        string[] lines = text.ToString().TrimEnd('\n').Split('\n');
        var frame = new StringBuilder(Home);
        // The last line has no end, or the screen would roll.
        frame.AppendJoin("\r\n", lines.Take(shown.Rows).Select(line => line.TrimEnd('\r') + ClearRestOfLine));
        Console.Out.Write(frame.Append(ClearBelow).ToString());
    }

    public void Dispose() => Console.Out.Write(Leave);

    private static bool NoColour => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    private static (int Columns, int Rows) Size() => (
        Console.WindowWidth > 0 ? Console.WindowWidth : ColumnsUnknown,
        Console.WindowHeight > 0 ? Console.WindowHeight : RowsUnknown);
}
