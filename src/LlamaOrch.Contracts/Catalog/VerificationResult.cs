namespace LlamaOrch.Contracts.Catalog;

/// <summary>How a node's file of a model compares with the catalog's digest.</summary>
public enum VerificationResult
{
    /// <summary>It is that file.</summary>
    Verified,

    /// <summary>It is another one: its pools get no task of this model.</summary>
    Mismatch,

    /// <summary>The node computes its digest: until it has, its pools get no task of this model.</summary>
    Pending,

    /// <summary>The node does not have the model.</summary>
    Absent,

    /// <summary>
    /// There is nothing to compare: the catalog has no digest, or the engine runs by itself and its file is not known.
    /// </summary>
    Unknown,
}
