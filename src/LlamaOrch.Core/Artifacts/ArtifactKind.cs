namespace LlamaOrch.Core.Artifacts;

/// <summary>Why an artifact is there.</summary>
public enum ArtifactKind
{
    /// <summary>The record of a task, written by the control plane.</summary>
    Record,

    /// <summary>Somebody sent it.</summary>
    Upload,
}
