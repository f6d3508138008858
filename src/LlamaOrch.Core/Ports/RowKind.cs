namespace LlamaOrch.Core.Ports;

/// <summary>What a row of a store is about.</summary>
public enum RowKind
{
    /// <summary>A task.</summary>
    Task,

    /// <summary>A node.</summary>
    Node,

    /// <summary>A model of the catalog.</summary>
    Model,

    /// <summary>A session.</summary>
    Session,

    /// <summary>An artifact.</summary>
    Artifact,
}
