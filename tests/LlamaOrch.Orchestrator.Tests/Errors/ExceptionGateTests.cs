using LlamaOrch.Hosting.Errors;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Errors;

[Trait("lane", "unit")]
public sealed class ExceptionGateTests
{
    [Fact]
    public async Task Body_that_a_stop_cut_off_is_no_defect_and_gets_no_answer()
    {
        var context = new DefaultHttpContext();
        var cut = new TaskCanceledException("The request was aborted", new ConnectionAbortedException());

        await Gate(cut).InvokeAsync(context);

        Assert.Equal(StatusCodes.Status200OK, context.Response.StatusCode);
        Assert.Null(context.Response.ContentType);
    }

    [Fact]
    public async Task Cancellation_by_ourselves_is_a_defect_and_is_answered_as_one()
    {
        var context = new DefaultHttpContext();

        await Gate(new TaskCanceledException("A task was canceled")).InvokeAsync(context);

        Assert.Equal(StatusCodes.Status500InternalServerError, context.Response.StatusCode);
    }

    private static ExceptionGate Gate(Exception failure) =>
        new(_ => throw failure, NullLoggerFactory.Instance.CreateLogger<ExceptionGate>());
}
