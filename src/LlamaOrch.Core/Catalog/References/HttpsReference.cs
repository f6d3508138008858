namespace LlamaOrch.Core.Catalog.References;

/// <summary>
/// <c>https://host[:port]/path[?query]</c>, with the host in lower case and the default port left out.
/// </summary>
internal static class HttpsReference
{
    public static ReferenceReading Read(string text)
    {
        if (!text.All(c => c is > ' ' and < '\x7f'))
            return ReferenceReading.Bad("An https reference is ASCII: write other characters as %XX.");
        if (HasOpenEscape(text))
            return ReferenceReading.Bad("In an https reference two hex digits follow each '%'.");
        if (text.Contains('\\', StringComparison.Ordinal))
            return ReferenceReading.Bad("An https reference is written with '/', not with '\\'.");
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme != Uri.UriSchemeHttps
            || url.Host.Length == 0)
            return ReferenceReading.Bad("An https reference is https://host/path.");
        if (text.Contains('@', StringComparison.Ordinal) && url.UserInfo.Length > 0)
            return ReferenceReading.Bad("An https reference has no user and no password in it: everybody may read it.");
        if (url.Fragment.Length > 0)
            return ReferenceReading.Bad("An https reference has no '#' part.");
        // The text is looked at, not the URL: that one has followed the dots already.
        if (Path(text).Split('/').Any(step => ReferenceText.IsDots(Decoded(step))))
            return ReferenceReading.Bad("An https reference has no '.' or '..' in its path.");
        return ReferenceReading.Of(url.GetComponents(
            UriComponents.SchemeAndServer | UriComponents.PathAndQuery, UriFormat.UriEscaped));
    }

    private static bool HasOpenEscape(string text)
    {
        for (int at = text.IndexOf('%'); at >= 0; at = text.IndexOf('%', at + 1))
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
                return true;
        }

        return false;
    }

    private static string Path(string text)
    {
        int query = text.IndexOf('?', StringComparison.Ordinal);
        return (query < 0 ? text : text[..query])["https://".Length..];
    }

    private static string Decoded(string step) => step.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase);
}
