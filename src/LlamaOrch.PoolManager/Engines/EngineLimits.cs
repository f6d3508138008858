namespace LlamaOrch.PoolManager.Engines;

/// <summary>Bounds on what is believed of an engine, whoever says it.</summary>
internal static class EngineLimits
{
    /// <summary>Most slots of one pool; the control plane takes no more.</summary>
    public const int SlotsMax = 4096;

    /// <summary>Longest context of one slot, tokens: above every model's.</summary>
    public const int ContextTokensMax = 16_777_216;

    /// <summary>Slots of an engine that does not tell and of which no setting tells.</summary>
    public const int SlotsDefault = 4;

    /// <summary>Longest name by which an engine calls a model.</summary>
    public const int NameLengthMax = 512;

    /// <summary>Whether a text may be a name by which an engine calls a model.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= NameLengthMax && !text.Any(char.IsControl);

    /// <summary>Longest version text kept.</summary>
    public const int VersionLengthMax = 128;
}
