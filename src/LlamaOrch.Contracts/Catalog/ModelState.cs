namespace LlamaOrch.Contracts.Catalog;

/// <summary>Whether a model takes new tasks; on the wire <c>Active</c> or <c>Retired</c>.</summary>
public enum ModelState
{
    /// <summary>It does.</summary>
    Active,

    /// <summary>It takes none; those that were taken before run to their end.</summary>
    Retired,
}
