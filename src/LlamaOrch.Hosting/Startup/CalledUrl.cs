using LlamaOrch.Hosting.Logging;

namespace LlamaOrch.Hosting.Startup;

/// <summary>
/// The rule for a URL by which another program is called. Credentials have no place in one: it is shown in logs and
/// answers and kept in files.
/// </summary>
public static class CalledUrl
{
    /// <summary>
    /// What is wrong with it, a sentence that does not show its secrets; null for nothing. It must be an absolute http
    /// or https URL without user, query and fragment.
    /// </summary>
    public static string? ProblemOf(string? text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
            return $"'{LogRedaction.Text($"{text}")}' is not an http or https URL.";
        return url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0
            ? $"'{url.Scheme}://{url.Authority}{url.AbsolutePath}' is given with a user, a query or a fragment: leave"
                + " these out."
            : null;
    }

    /// <summary>
    /// As <see cref="ProblemOf"/>, for a program whose routes are at the root: a path would be dropped silently.
    /// </summary>
    public static string? ProblemOfRoot(string? text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
            return ProblemOf(text);
        bool isRoot = url.AbsolutePath == "/" && url.UserInfo.Length == 0 && url.Query.Length == 0
            && url.Fragment.Length == 0;
        return isRoot
            ? null
            : $"'{url.Scheme}://{url.Authority}{url.AbsolutePath}' must have no path, query or user: write"
                + $" {url.Scheme}://{url.Authority}.";
    }
}
