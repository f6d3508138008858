using LlamaOrch.Contracts.Ids;
using LlamaOrch.PoolManager.Configuration;
using LlamaOrch.PoolManager.Engines;
using Microsoft.Extensions.Options;

namespace LlamaOrch.PoolManager.Registration;

/// <summary>The node's name and version.</summary>
internal sealed class NodeIdentity(IOptions<PoolManagerOptions> options)
{
    /// <summary>The setting, or the machine's name in the form of an id.</summary>
    public NodeId NodeId { get; } = NodeIdOf(options.Value);

    /// <summary>Version of pool-managerd.</summary>
    public string Version { get; } = typeof(NodeIdentity).Assembly.GetName().Version!.ToString(3);

    /// <summary>The name that settings give a node.</summary>
    public static NodeId NodeIdOf(PoolManagerOptions options) => new(
        options.NodeId ?? ModelNames.Clean(Environment.MachineName, IdentifierRules.LengthMax));
}
