using System.ComponentModel;
using System.Globalization;

namespace LlamaOrch.Hosting.Settings;

/// <summary>Whether a text is a value of a type, and how a person would call what is wanted.</summary>
internal static class SettingTypes
{
    /// <summary>What is wrong with a text as a value of a type, the end of a sentence; null for nothing.</summary>
    public static string? ProblemOf(string text, Type type)
    {
        try
        {
            // The same conversion as binding does, so that what passes here is bound later.
            _ = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
            return null;
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or NotSupportedException
            or InvalidCastException or OverflowException)
        {
            return $"is not {Wanted(type)}";
        }
    }

    private static string Wanted(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => $"one of: {string.Join(", ", Enum.GetNames(type))}",
        TypeCode.Boolean => "true or false",
        TypeCode.Int32 => Whole(int.MinValue, int.MaxValue),
        TypeCode.Int64 => Whole(long.MinValue, long.MaxValue),
        TypeCode.Single or TypeCode.Double or TypeCode.Decimal => "a number, such as 0.25",
        _ when type == typeof(TimeSpan) => "a duration, such as 00:00:30",
        _ when type == typeof(Uri) => "a URL",
        _ when type.IsPrimitive => "a whole number that fits",
        _ => $"a {type.Name}",
    };

    private static string Whole(long min, long max) => string.Create(
        CultureInfo.InvariantCulture, $"a whole number from {min} to {max}");
}
