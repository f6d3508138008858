namespace LlamaOrch.Contracts.Ids;

/// <summary>A name that travels in paths, labels and JSON; every kind of id is a type of its own.</summary>
/// <typeparam name="TSelf">The id type itself.</typeparam>
public interface IIdentifier<TSelf>
    where TSelf : struct, IIdentifier<TSelf>
{
    /// <summary>
    /// The text of the id; 1 to 128 characters of <c>A-Z a-z 0-9 . _ : -</c>, no <c>..</c>, not <c>.</c> alone.
    /// </summary>
    string Value { get; }

    /// <summary>
    /// Whether <c>/</c> and <c>@</c> are allowed too: for names that never are a path segment, such as models.
    /// </summary>
    static virtual bool AllowsSlash => false;

    /// <summary>Makes the id from text that <see cref="IdentifierRules.IsValid"/> has accepted.</summary>
    static abstract TSelf FromValidated(string value);
}
