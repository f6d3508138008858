namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>
/// Named formats as regular expressions. Where a format's own definition is no regular language, or allows what no
/// reader expects, the expression allows less: what it allows is always of the format.
/// </summary>
internal static class StringFormats
{
    // With the days that each month has; there was no year 0.
    private const string Date =
        "(?!0000)(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29"
        + "|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)"
        + "|02-(?:0[1-9]|1\\d|2[0-8])))";

    private const string Time =
        "(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,6})?(?:Z|[+-](?:(?:0\\d|1[0-3]):[0-5]\\d|14:00))";

    private const string Byte = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private const string Ipv4 = $"(?:{Byte}\\.){{3}}{Byte}";
    private const string Group = "[0-9a-fA-F]{1,4}";

    private const string Ipv6 =
        $"(?:(?:{Group}:){{7}}{Group}|(?:{Group}:){{1,7}}:|(?:{Group}:){{1,6}}:{Group}"
        + $"|(?:{Group}:){{1,5}}(?::{Group}){{1,2}}|(?:{Group}:){{1,4}}(?::{Group}){{1,3}}"
        + $"|(?:{Group}:){{1,3}}(?::{Group}){{1,4}}|(?:{Group}:){{1,2}}(?::{Group}){{1,5}}"
        + $"|{Group}:(?::{Group}){{1,6}}|:(?:(?::{Group}){{1,7}}|:))";


    // Two hyphens in a row are for names in other alphabets.
    private const string Label = "[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*";
    private const string Domain = $"(?:{Label}\\.)+[A-Za-z]{{2,}}";
    private const string Mailbox = "[A-Za-z0-9_'+-]+(?:\\.[A-Za-z0-9_'+-]+)*";
    private const string PathCharacter = "(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-F]{2})";
    private const string Port = "(?:[1-9]\\d{0,3}|[1-5]\\d{4})";

    private const string Path =
        $"(?:/{PathCharacter}*)*(?:\\?(?:{PathCharacter}|[/?])*)?(?:#(?:{PathCharacter}|[/?])*)?";

    private const string Uri =
        $"(?:[a-z][a-z0-9+.-]*://(?:{Label}\\.)*{Label}(?::{Port})?{Path}|mailto:{Mailbox}@{Domain}"
        + "|urn:[a-z0-9][a-z0-9-]*:[A-Za-z0-9._:-]+)";

    private const string DateDuration = "(?:\\d{1,9}D|\\d{1,9}M(?:\\d{1,9}D)?|\\d{1,9}Y(?:\\d{1,9}M(?:\\d{1,9}D)?)?)";

    private const string TimeDuration =
        "T(?:\\d{1,9}H(?:\\d{1,9}M(?:\\d{1,9}S)?)?|\\d{1,9}M(?:\\d{1,9}S)?|\\d{1,9}S)";

    private const string JsonPointer = "(?:/(?:[^/~]|~[01])*)*";
    private const string Uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    private static readonly Dictionary<string, string> Patterns = new()
    {
        ["date"] = Date,
        ["time"] = Time,
        ["date-time"] = $"{Date}T{Time}",
        ["duration"] = $"P(?:\\d{{1,9}}W|{DateDuration}(?:{TimeDuration})?|{TimeDuration})",
        ["email"] = $"{Mailbox}@{Domain}",
        ["idn-email"] = $"{Mailbox}@{Domain}",
        ["hostname"] = $"(?:{Label}\\.)*{Label}",
        ["idn-hostname"] = $"(?:{Label}\\.)*{Label}",
        ["ipv4"] = Ipv4,
        ["ipv6"] = Ipv6,
        ["uri"] = Uri,
        ["iri"] = Uri,
        ["uri-reference"] = $"(?:{Uri}|/{PathCharacter}*{Path})",
        ["iri-reference"] = $"(?:{Uri}|/{PathCharacter}*{Path})",
        ["uuid"] = Uuid,
        ["guid"] = Uuid,
        ["json-pointer"] = JsonPointer,
        ["relative-json-pointer"] = $"(?:0|[1-9]\\d{{0,8}})(?:#|{JsonPointer})",
        ["byte"] = "(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
        ["base64"] = "(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
        ["base64url"] = "[A-Za-z0-9_-]*",
    };

    /// <summary>Formats that tell a program how to hold a value, and say nothing of its text.</summary>
    private static readonly HashSet<string> Silent =
        ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float", "double", "decimal",
            "password", "binary", "char"];

    /// <summary>The format's expression; null where there is none.</summary>
    public static string? Pattern(string format) =>
        Patterns.TryGetValue(format, out string? pattern) ? $"^(?:{pattern})$" : null;

    /// <summary>Whether the format says nothing of a string.</summary>
    public static bool IsSilent(string format) => Silent.Contains(format);
}
