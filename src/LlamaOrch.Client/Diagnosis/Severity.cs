namespace LlamaOrch.Client.Diagnosis;

/// <summary>How bad a finding is; later ones are worse.</summary>
public enum Severity
{
    /// <summary>Looked at, and well.</summary>
    Ok,

    /// <summary>Worth knowing; nothing has to be done.</summary>
    Info,

    /// <summary>It works, and may stop to.</summary>
    Warning,

    /// <summary>Something does not work.</summary>
    Error,
}
