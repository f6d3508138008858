using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>A decimal number as it was written, without rounding: units divided by a power of ten.</summary>
/// <param name="Units">The digits.</param>
/// <param name="Scale">How many of them stand behind the point; not negative, and no more than are needed.</param>
internal readonly record struct ExactNumber(BigInteger Units, int Scale) : IComparable<ExactNumber>
{
    private const int ScaleMax = 400;

    /// <summary>Whether it has no fraction.</summary>
    public bool IsWhole => Scale == 0;

    /// <summary>The digits before the point, without a sign.</summary>
    public string WholeDigits => BigInteger.Divide(BigInteger.Abs(Units), BigInteger.Pow(10, Scale)).ToString(
        CultureInfo.InvariantCulture);

    /// <summary>The digits behind the point; none at the end is 0.</summary>
    public string FractionDigits => Scale == 0
        ? ""
        : BigInteger.Remainder(BigInteger.Abs(Units), BigInteger.Pow(10, Scale))
            .ToString(CultureInfo.InvariantCulture).PadLeft(Scale, '0');

    /// <summary>Reads a JSON number; null where it is none, or one with hundreds of digits.</summary>
    public static ExactNumber? Read(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
            return null;
        string[] parts = value.GetRawText().ToLowerInvariant().Split('e');
        int point = parts[0].IndexOf('.', StringComparison.Ordinal);
        string digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        int exponent = 0;
        if (digits.Length > ScaleMax || (parts.Length > 1 && !int.TryParse(parts[1], out exponent))
            || Math.Abs((long)exponent) > ScaleMax)
            return null;
        int scale = (point < 0 ? 0 : parts[0].Length - point - 1) - exponent;
        BigInteger units = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        if (scale < 0)
            (units, scale) = (units * BigInteger.Pow(10, -scale), 0);
        while (scale > 0 && BigInteger.Remainder(units, 10).IsZero)
            (units, scale) = (units / 10, scale - 1);
        return new ExactNumber(units, scale);
    }

    /// <summary>The same with the other sign.</summary>
    public ExactNumber Negate() => this with { Units = -Units };

    /// <summary>The largest whole number that is not above it.</summary>
    public BigInteger Floor()
    {
        BigInteger whole = BigInteger.DivRem(Units, BigInteger.Pow(10, Scale), out BigInteger rest);
        return rest.Sign < 0 ? whole - 1 : whole;
    }

    /// <inheritdoc/>
    public int CompareTo(ExactNumber other) =>
        (Units * BigInteger.Pow(10, other.Scale)).CompareTo(other.Units * BigInteger.Pow(10, Scale));

    public static bool operator <(ExactNumber left, ExactNumber right) => left.CompareTo(right) < 0;

    public static bool operator >(ExactNumber left, ExactNumber right) => left.CompareTo(right) > 0;

    public static bool operator <=(ExactNumber left, ExactNumber right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ExactNumber left, ExactNumber right) => left.CompareTo(right) >= 0;
}
