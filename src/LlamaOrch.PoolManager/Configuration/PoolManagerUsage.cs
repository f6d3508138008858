namespace LlamaOrch.PoolManager.Configuration;

/// <summary>What <c>pool-managerd --help</c> says.</summary>
public static class PoolManagerUsage
{
    /// <summary>The text: what the program is for, its settings in short, and examples.</summary>
    public const string Text =
        """
        pool-managerd: the node agent. Starts or attaches engines, watches handoff files, takes
        requests for their slots, and keeps this machine in a control plane's fleet.

        Usage
          pool-managerd [--config FILE.json] [--NAME VALUE | --NAME=VALUE ...]
          pool-managerd --check ...      check the settings and stop: exit code 0, or 3 with every problem
          pool-managerd --help | --version
          pool-managerd engine --model FILE.gguf [--port N ...]     the embedded engine by itself

        Settings: the same names in the file, as arguments, and as environment variables with POOLD_
        before them (':' becomes '__'). The important ones; all are in docs/reference/pool-managerd.md:
          addr                    where the node listens            127.0.0.1:9200
          orchestrator_url        the control plane to join         none: stands alone
          node_id                 the node's name in the fleet      the machine's name
          advertise_url           where the control plane finds it  from addr
          data_dir                handoff files and own state       ~/.local/share/llama-orch
          pools:N:pool_id         a pool's name
          pools:N:engine          llamacpp or openai                llamacpp
          pools:N:model_path      GGUF file (llamacpp)
          pools:N:engine_url      a running engine (openai)
          pools:N:model_id        the model's name for clients      from the file or the engine
          pools:N:slots           sequences in parallel             4, or what the engine says
        Environment: LLORCH_API_TOKEN (tokens, comma-separated; required beyond loopback),
        LLORCH_LOG_FORMAT (json or console),
        LLORCH_LOG_LEVEL, LLORCH_LOG_LEVELS, LLORCH_LOG_SAMPLING, LLORCH_LOG_CONFIG.

        Examples
          One pool on this machine, by itself:
            pool-managerd --pools:0:pool_id tiny --pools:0:model_path llorch-tiny.gguf
          The same, in a fleet:
            pool-managerd --orchestrator_url http://10.0.0.1:8080 --addr 10.0.0.2:9200 \
              --pools:0:pool_id tiny --pools:0:model_path llorch-tiny.gguf
          An engine that runs already:
            pool-managerd --pools:0:pool_id big --pools:0:engine openai \
              --pools:0:engine_url http://127.0.0.1:8081
          With a file, after checking it:
            pool-managerd --config /etc/llama-orch/pool-managerd.json --check
          How the pools are:
            curl http://127.0.0.1:9200/v2/pools

        """;
}
