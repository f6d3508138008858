using LlamaOrch.Ops.Tests.Tools;
using LlamaOrch.TestKit.Monitoring.Dashboards;
using LlamaOrch.TestKit.Processes;
using Xunit;

namespace LlamaOrch.Ops.Tests.Dashboards;

public sealed class DashboardSchemaTests
{
    [Fact]
    public async Task Every_dashboard_and_panel_is_of_the_types_that_Grafana_publishes() => await Tool.SucceedsAsync(
        "node",
        [
            Path.Combine(BuiltHost.Root, "tests", "LlamaOrch.Ops.Tests", "Dashboards", "node", "check.mjs"),
            .. DashboardFile.Paths,
        ]);
}
