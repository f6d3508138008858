namespace LlamaOrch.Contracts.Catalog;

/// <summary>How a model file on a node stands.</summary>
public enum NodeModelState
{
    /// <summary>Its digest is being computed.</summary>
    Pending,

    /// <summary>Its digest is the one that it was registered with.</summary>
    Verified,

    /// <summary>Its digest is another one than it was registered with: the node does not offer it.</summary>
    Mismatch,

    /// <summary>Its digest is known, and nobody said what it must be.</summary>
    Unpinned,

    /// <summary>The file is gone or can't be read.</summary>
    Missing,
}
