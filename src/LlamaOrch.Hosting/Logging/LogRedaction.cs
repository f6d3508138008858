using System.Buffers;
using System.Text.RegularExpressions;

namespace LlamaOrch.Hosting.Logging;

/// <summary>
/// Takes out of texts what nobody may read in a log: user information and queries of URLs, credentials that stand
/// beside their name. Every text of a line passes through here, whoever logged it.
/// </summary>
public static partial class LogRedaction
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Mask = "***";

    private static readonly SearchValues<string> Signs = SearchValues.Create(
        ["://", "bearer", "basic ", "password", "passwd", "pwd", "token", "secret", "api_key", "api-key", "apikey",
            "authorization"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>The text without its secrets; itself when it has none.</summary>
    public static string Text(string text) => text.AsSpan().ContainsAny(Signs)
        ? NamedSecret().Replace(Credential().Replace(UrlInText().Replace(text, MaskUrl), MaskCredential), MaskNamed)
        : text;

    /// <summary>A URL without user information, query and fragment.</summary>
    public static string Url(Uri url) => url.IsAbsoluteUri && url.UserInfo.Length == 0 && url.Query.Length == 0
        ? url.GetLeftPart(UriPartial.Query)
        : Text(url.ToString());

    private static string MaskUrl(Match url)
    {
        string user = url.Groups["user"].Success ? Mask + "@" : string.Empty;
        string query = url.Groups["query"].Success ? "?" + Mask : string.Empty;
        return $"{url.Groups["scheme"].Value}{user}{url.Groups["rest"].Value}{query}";
    }

    private static string MaskCredential(Match credential) =>
        $"{credential.Groups["scheme"].Value} {Masked(credential.Groups["value"].Value)}";

    private static string MaskNamed(Match secret)
    {
        string value = secret.Groups["value"].Value;
        // The scheme of an Authorization header is no secret, and what follows it is masked already.
        return IsScheme(value)
            ? secret.Value
            : $"{secret.Groups["name"].Value}{secret.Groups["sign"].Value}{Masked(value)}";
    }

    private static bool IsScheme(string value) => value.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
        || value.Equals("Basic", StringComparison.OrdinalIgnoreCase);

    /// <summary>Advice on what to send names a placeholder, which must stay readable.</summary>
    private static string Masked(string value) => Placeholder().IsMatch(value) ? value : Mask;

    [GeneratedRegex(
        """^"?(TOKEN|KEY|PASSWORD|<[a-z -]+>|\$\{?[A-Z_]+\}?|\*\*\*)[".)]*$""", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    // Passwords may have any sign, so the user information goes to the last @ before a gap.
    [GeneratedRegex(
        """(?<scheme>[a-z][a-z0-9+.-]*://)(?<user>[^\s"'<>]*@)?(?<rest>[^\s?"'<>]*)(?<query>\?[^\s"'<>]*)?""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UrlInText();

    [GeneratedRegex(
        """\b(?<scheme>bearer|basic)\s+(?<value>[^\s"',;]+)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Credential();

    [GeneratedRegex(
        """\b(?<name>password|passwd|pwd|secret|[a-z_-]*token|api[_-]?key|authorization)"""
            + """(?<sign>"?\s*[=:]\s*)(?<value>"[^"]*"|[^\s;,&"]+)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NamedSecret();
}
