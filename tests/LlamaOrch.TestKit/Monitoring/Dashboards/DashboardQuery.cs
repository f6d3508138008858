using System.Text.RegularExpressions;

namespace LlamaOrch.TestKit.Monitoring.Dashboards;

/// <summary>A query of a panel.</summary>
/// <param name="Expression">PromQL with Grafana's variables in it.</param>
/// <param name="Legend">How its series are named.</param>
public sealed partial record DashboardQuery(string Expression, string Legend)
{
    /// <summary>The query as Prometheus gets it when everything is selected.</summary>
    /// <param name="rateInterval">For <c>$__rate_interval</c>.</param>
    public string WithAll(string rateInterval) => WithAll(Expression, rateInterval);

    /// <summary>An expression with everything selected.</summary>
    public static string WithAll(string expression, string rateInterval) => Variable().Replace(
        expression.Replace("$__rate_interval", rateInterval, StringComparison.Ordinal), ".*");

    [GeneratedRegex(@"\$(?:cluster|job|instance|node|pool)\b")]
    private static partial Regex Variable();
}
