namespace LlamaOrch.Orchestrator.Configuration;

/// <summary>What <c>orchestratord --help</c> says.</summary>
public static class OrchestratorUsage
{
    /// <summary>The text: what the program is for, its settings with their defaults, and examples.</summary>
    public static string Text { get; } =
        $"""
        orchestratord: the control plane. Takes requests, queues and places them, and streams the answers
        of the nodes that have joined it.

        Usage
          orchestratord [--config FILE.json] [--NAME VALUE | --NAME=VALUE ...]
          orchestratord --check ...      check the settings and stop: exit code 0, or 3 with every problem
          orchestratord --help | --version

        Settings, with their defaults: the same names in the file, as environment variables with ORCHD_
        before them, and as arguments; later ones win. docs/reference/orchestratord.md explains each.
        {Settings()}
        Environment: LLORCH_API_TOKEN (tokens, comma-separated; required beyond loopback),
        LLORCH_API_KEYS_FILE, LLORCH_LOG_FORMAT (json or console), LLORCH_LOG_LEVEL, LLORCH_LOG_LEVELS,
        LLORCH_LOG_SAMPLING, LLORCH_LOG_CONFIG, OTEL_EXPORTER_OTLP_ENDPOINT.

        Examples
          On this machine:
            orchestratord --addr 127.0.0.1:8080 --data_dir /var/lib/llama-orch
          For a fleet, with a token:
            LLORCH_API_TOKEN=... orchestratord --addr 10.0.0.1:8080
          With a file, after checking it:
            orchestratord --config /etc/llama-orch/orchestratord.json --check
          Is it well:
            curl http://127.0.0.1:8080/ready

        """;

    private static string Settings() => string.Join('\n', OrchestratorOptions.Values(new OrchestratorOptions())
        .Select(setting => $"  {setting.Key,-36}{(setting.Value.Length > 0 ? setting.Value : "none")}"));
}
