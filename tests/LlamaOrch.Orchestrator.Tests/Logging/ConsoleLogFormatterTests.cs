using LlamaOrch.Contracts.Ids;
using LlamaOrch.Hosting.Logging;
using Microsoft.Extensions.Logging;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Logging;

[Trait("lane", "unit")]
public sealed class ConsoleLogFormatterTests
{
    private static readonly string Time = Lines.Now.ToLocalTime().ToString("HH:mm:ss");

    [Fact]
    public void A_sentence_comes_before_what_does_not_stand_in_it() => Assert.Equal(
        $"{Time} warn  Pool p moved  job_id=t-1 reason='a b'\n",
        Lines.Console(
            "Pool {PoolId} moved",
            [("PoolId", new PoolId("p")), ("TaskId", new TaskId("t-1")), ("reason", "a b")],
            LogLevel.Warning));

    [Fact]
    public void Nobody_can_begin_a_line_or_speak_to_the_terminal()
    {
        string text = Lines.Console("Engine: {Line}", [("Line", "a\nb\u001b[2J"), ("reason", "c\r\nd")]);

        Assert.Equal($"{Time} info  Engine: a b [2J  reason='c  d'\n", text);
    }

    [Fact]
    public void A_terminal_gets_colours()
    {
        string text = Lines.Console(
            "It rains", [("reason", "x")], LogLevel.Error, look: new ConsoleLogLook { HasColours = true });

        Assert.Equal($"{Time} \u001b[31merror\u001b[0m It rains\u001b[2m  reason=x\u001b[0m\n", text);
    }

    [Fact]
    public void Several_writers_of_one_log_are_told_apart() => Assert.Equal(
        $"{Time} info  orchestratord: It rains\n",
        Lines.Console("It rains", [], look: new ConsoleLogLook { ShowsWriter = true }));

    [Fact]
    public void A_failure_stands_below()
    {
        string text = Lines.Console("It broke", [], LogLevel.Error, new IOException("disk\nfull"));

        Assert.Equal($"{Time} error It broke\n    System.IO.IOException: disk full\n", text);
    }
}
