using System.Globalization;
using BulkPush.Core.Catalog;

namespace BulkPush.Web.Display;

/// <summary>Counts and prices as text.</summary>
public static class Amounts
{
    public static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"1 product", "1,204 products".</summary>
    /// <param name="noun">In the singular; the plural adds an s.</param>
    public static string Of(int number, string noun) => number == 1 ? $"1 {noun}" : $"{Count(number)} {noun}s";

    public static string Price(decimal price) => price.ToString("N2", CultureInfo.InvariantCulture);

    public static string PriceRange(decimal from, decimal to) => from == to ? Price(from) : $"{Price(from)} – {Price(to)}";

    /// <summary>"12.4 products/s"; null while unknown.</summary>
    public static string? Rate(double? perSecond) => perSecond switch
    {
        null or <= 0 => null,
        >= 100 => $"{perSecond.Value.ToString("N0", CultureInfo.InvariantCulture)} products/s",
        _ => $"{perSecond.Value.ToString("0.0", CultureInfo.InvariantCulture)} products/s",
    };

    /// <summary>"1.25 kg"; empty when there is none.</summary>
    public static string Weight(decimal? weight, WeightUnit unit) => weight is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{known:0.####} {Symbol(unit)}")
        : "";

    /// <summary>"4.2 MB".</summary>
    /// <param name="bytes">Bytes; units are decimal.</param>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000d:0.#} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000d:0.#} MB"),
    };

    private static string Symbol(WeightUnit unit) => unit switch
    {
        WeightUnit.Grams => "g",
        WeightUnit.Kilograms => "kg",
        WeightUnit.Ounces => "oz",
        WeightUnit.Pounds => "lb",
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, null),
    };
}
