using System.Text;
using LlamaOrch.Contracts.Processes;

namespace LlamaOrch.Cli.Terminals;

/// <summary>
/// Standard output or error, of which a failed write is a sentence and no stack trace: the disk below a redirection is
/// full, the terminal is closed.
/// </summary>
/// <param name="inner">The stream's own writer.</param>
/// <param name="isResult">
/// Whether results are written here, and their loss fails the command; messages that can't be written are dropped.
/// </param>
internal sealed class GuardedWriter(TextWriter inner, bool isResult) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Guard(() => inner.Write(value));

    public override void Write(string? value) => Guard(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Guard(() => inner.Write(buffer, index, count));

    public override void WriteLine(string? value) => Guard(() => inner.WriteLine(value));

    public override void Flush() => Guard(inner.Flush);

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (isResult)
            {
                throw new StartupException(
                    ExitCode.OutputUnwritable,
                    $"The output can't be written: {failure.Message.TrimEnd('.')}.",
                    failure);
            }
        }
    }
}
