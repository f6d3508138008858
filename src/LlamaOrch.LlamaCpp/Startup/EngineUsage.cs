namespace LlamaOrch.LlamaCpp.Startup;

/// <summary>What <c>engine --help</c> says.</summary>
internal static class EngineUsage
{
    /// <summary>The text: what it is for, its arguments with their defaults, and examples.</summary>
    public const string Text =
        """
        engine: the embedded engine by itself. Serves one GGUF file on this machine over llama-server's
        HTTP API; it has no authentication, so it listens on loopback addresses only.

        Usage
          engine --model FILE.gguf [options]
          engine fetch                        fetch and verify llama.cpp's library, and stop

        Options
          --model, -m FILE                    the GGUF file; required
          --host ADDRESS                      a loopback address                        127.0.0.1
          --port N                            0: any that is free                       0
          --slots, --parallel, -np N          sequences in parallel, 1 to 64            4
          --ctx-size, -c N                    tokens of context for each slot           0: the model's own
          --threads, -t N                     0 to 512                                  0: one for each core
          --alias, -a NAME                    the model's name for clients              the file's name
          --embeddings                        serve /v1/embeddings
          --batching auto|always|never        whether slots are decoded together        auto
          --log-level debug|info|warn|error|off
          --log-format text|json
          --exit-with-stdin                   stop when standard input ends

        Examples
          llama-orch engine --model llorch-tiny.gguf --port 8081
          curl http://127.0.0.1:8081/v1/models

        """;
}
