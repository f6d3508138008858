using LlamaOrch.Hosting.Startup;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Settings;

[Trait("lane", "unit")]
public sealed class OpenFilesTests
{
    [Theory]
    [InlineData("Max open files            511                  511                  files     ", false)]
    [InlineData("Max open files            512                  4096                 files     ", true)]
    [InlineData("Max open files            unlimited            unlimited            files     ", true)]
    [InlineData("Max open files            ", true)]
    [InlineData(null, true)]
    public void A_limit_that_is_too_low_is_told_with_what_to_do(string? row, bool isEnough)
    {
        string? problem = OpenFiles.ProblemOf(row, "orchestratord", OpenFiles.ControlPlaneMin);

        if (isEnough)
            Assert.Null(problem);
        else
            Assert.Contains("ulimit -n", problem, StringComparison.Ordinal);
    }
}
