using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace BulkPush.Tests.Properties;

/// <summary>A product CSV as spreadsheets and exports make it: a header of known columns and rows that mostly make sense.</summary>
public sealed record AnyCsv(IReadOnlyList<string> Header, IReadOnlyList<string[]> Rows)
{
    private static readonly (string Name, Gen<string> Cell)[] Columns =
    [
        ("Handle", Gen.Frequency((12, Gen.Elements("mug", "shirt", "pot")), (1, AnyText.Any))),
        ("Title", Gen.Frequency((6, Gen.Constant("Mug")), (3, Gen.Constant("")), (1, AnyText.Any))),
        ("Body (HTML)", AnyText.Any),
        ("Vendor", AnyText.Any),
        ("Product Category", AnyText.Any),
        ("Tags", Gen.ListOf(AnyText.Any, 3).Select(tags => string.Join(", ", tags))),
        ("Published", Gen.Elements("TRUE", "false", "", "yes")),
        ("Status", Gen.Elements("active", "draft", "", "ARCHIVED")),
        ("Option1 Name", Gen.Frequency((8, Gen.Constant("Size")), (3, Gen.Constant("")), (1, Gen.Elements("Title", "Colour")))),
        ("Option1 Value", Gen.Frequency((8, Gen.Elements("S", "M", "L", "XL")), (2, Gen.Elements("", "Default Title")))),
        ("Option2 Name", Gen.Frequency((8, Gen.Constant("")), (2, Gen.Constant("Colour")))),
        ("Option2 Value", Gen.Frequency((8, Gen.Constant("")), (3, Gen.Elements("Red", "Blue")))),
        ("Variant SKU", AnyText.Any),
        ("Variant Price", Gen.Frequency((12, Gen.Choose(0, 9999).Select(cents => $"{cents / 100}.{cents % 100:00}")), (1, Gen.Elements("", "12,50", "free", "-1", "0.001")))),
        ("Variant Grams", Gen.Frequency((8, Gen.Choose(0, 5000).Select(grams => $"{grams}")), (1, Gen.Elements("", "1.5", "kg")))),
        ("Variant Weight Unit", Gen.Elements("g", "kg", "lb", "oz", "")),
        ("Variant Inventory Policy", Gen.Elements("deny", "continue", "")),
        ("Image Src", Gen.Frequency((6, Gen.Choose(1, 4).Select(number => $"https://cdn.example/{number}.jpg")), (6, Gen.Constant("")), (1, AnyText.Any))),
        ("Image Position", Gen.Frequency((6, Gen.Elements("1", "2", "")), (1, Gen.Constant("first")))),
        ("Variant Image", Gen.Frequency((6, Gen.Constant("")), (2, Gen.Constant("https://cdn.example/1.jpg")))),
        ("Care (product.metafields.custom.care)", AnyText.Any),
    ];

    public static Arbitrary<AnyCsv> Arbitrary { get; } = Arb.From(
        from left in Gen.ArrayOf(Gen.Frequency((7, Gen.Constant(true)), (1, Gen.Constant(false))), Columns.Length)
        let columns = Columns.Where((_, index) => index == 0 || left[index]).ToArray()
        from count in Gen.Choose(1, 8)
        from rows in Gen.ArrayOf(Gen.CollectToArray(columns, column => column.Cell), count)
        from isOrderly in Gen.Frequency((5, Gen.Constant(true)), (1, Gen.Constant(false)))
        let header = columns.Select(column => column.Name).ToList()
        select new AnyCsv(header, isOrderly ? Orderly(header, rows) : rows),
        csv => csv.Rows.Select((_, index) => csv with { Rows = [.. csv.Rows.Take(index), .. csv.Rows.Skip(index + 1)] }).Where(smaller => smaller.Rows.Count > 0));

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToString());

    public override string ToString() => string.Join("\r\n", Rows.Prepend([.. Header]).Select(row => string.Join(',', row.Select(Quoted))));

    /// <summary>The rows of a product together, with what a reader insists on: a title, and variants that can be told apart.</summary>
    private static string[][] Orderly(List<string> header, string[][] rows)
    {
        var (title, name, value, others) = (header.IndexOf("Title"), header.IndexOf("Option1 Name"), header.IndexOf("Option1 Value"), header.IndexOf("Option2 Value"));
        var ordered = rows.OrderBy(row => row[0], StringComparer.Ordinal).ToArray();
        for (var index = 0; index < ordered.Length; index++)
        {
            Set(title, "Mug");
            Set(name, value < 0 ? "" : "Size");
            Set(value, name < 0 ? "" : $"{index}");
            Set(others, "");

            void Set(int column, string cell)
            {
                if (column >= 0)
                    ordered[index][column] = cell;
            }
        }

        return ordered;
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
