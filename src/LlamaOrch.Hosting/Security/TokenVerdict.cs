namespace LlamaOrch.Hosting.Security;

/// <summary>What became of a caller's token.</summary>
public enum TokenVerdict
{
    /// <summary>The caller may go on.</summary>
    Accepted,

    /// <summary>A token is required and none was sent.</summary>
    Missing,

    /// <summary>The token is not one of those configured.</summary>
    Bad,
}
