using System.Globalization;
using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>
/// The lists of products and variants with the common part of Shopify's search syntax: <c>field:value</c> terms that must all hold, quoted
/// values, <c>*</c> at the end, <c>&gt;</c> and <c>&lt;</c> for id and times, bare words looked for in title, vendor, type and SKU.
/// Like Shopify's, a search does not see what was written a moment ago, while a plain list does.
/// </summary>
internal static class ProductSearch
{
    public static IReadOnlyList<DemoProduct> Products(ReadContext context, FieldArguments arguments)
    {
        var found = context.Content.Products;
        if (Terms(arguments.Text("query")) is { Count: > 0 } terms)
            found = [.. found.Where(p => IsIndexed(p, context) && terms.All(t => Matches(p, t)))];
        return arguments.Text("sortKey") switch
        {
            "TITLE" => [.. found.OrderBy(p => p.Title, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.Id)],
            "VENDOR" => [.. found.OrderBy(p => p.Vendor, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.Id)],
            "PRODUCT_TYPE" => [.. found.OrderBy(p => p.ProductType, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.Id)],
            "UPDATED_AT" => [.. found.OrderBy(p => p.UpdatedAt).ThenBy(p => p.Id)],
            "INVENTORY_TOTAL" => [.. found.OrderBy(p => p.TotalInventory).ThenBy(p => p.Id)],
            _ => found,
        };
    }

    public static IReadOnlyList<VariantOf> Variants(ReadContext context, FieldArguments arguments)
    {
        var terms = Terms(arguments.Text("query"));
        var all = context.Content.Products
            .Where(p => terms.Count == 0 || IsIndexed(p, context))
            .SelectMany(p => p.Variants.Select((v, i) => new VariantOf(p, v, i)))
            .Where(v => terms.All(t => Matches(v, t)));
        return arguments.Text("sortKey") switch
        {
            "SKU" => [.. all.OrderBy(v => v.Variant.Sku, StringComparer.OrdinalIgnoreCase).ThenBy(v => v.Variant.Id)],
            "TITLE" or "NAME" => [.. all.OrderBy(v => v.Variant.Title, StringComparer.OrdinalIgnoreCase).ThenBy(v => v.Variant.Id)],
            "POSITION" => [.. all],
            _ => [.. all.OrderBy(v => v.Variant.Id)],
        };
    }

    private static bool IsIndexed(DemoProduct product, ReadContext context) => product.UpdatedAt + context.Shop.Options.SearchLag <= context.Now;

    private static bool Matches(DemoProduct p, Term term) => term.Field switch
    {
        null => Contains(p.Title, term.Value) || Contains(p.Vendor, term.Value) || Contains(p.ProductType, term.Value) || p.Variants.Any(v => Contains(v.Sku, term.Value)),
        "id" => term.Compares(p.Id),
        "title" => term.Contains(p.Title),
        "handle" => term.Is(p.Handle),
        "vendor" => term.Is(p.Vendor),
        "product_type" => term.Is(p.ProductType),
        "status" => term.Value.Split(',').Any(s => string.Equals(s, p.Status, StringComparison.OrdinalIgnoreCase)),
        "tag" => p.Tags.Any(term.Is),
        "sku" => p.Variants.Any(v => term.Is(v.Sku)),
        "barcode" => p.Variants.Any(v => term.Is(v.Barcode)),
        "created_at" => term.Compares(p.CreatedAt),
        "updated_at" => term.Compares(p.UpdatedAt),
        // An unknown filter matches everything; Shopify only warns.
        _ => true,
    };

    private static bool Matches(VariantOf v, Term term) => term.Field switch
    {
        null => Contains(v.Variant.Sku, term.Value) || Contains(v.Variant.Title, term.Value) || Contains(v.Product.Title, term.Value),
        "id" => term.Compares(v.Variant.Id),
        "product_id" => term.Compares(v.Product.Id),
        "sku" => term.Is(v.Variant.Sku),
        "barcode" => term.Is(v.Variant.Barcode),
        "title" => term.Contains(v.Variant.Title),
        "product_status" => string.Equals(term.Value, v.Product.Status, StringComparison.OrdinalIgnoreCase),
        "vendor" => term.Is(v.Product.Vendor),
        _ => true,
    };

    private static bool Contains(string? text, string value) => text?.Contains(value.TrimEnd('*'), StringComparison.OrdinalIgnoreCase) is true;

    private static List<Term> Terms(string? query)
    {
        var terms = new List<Term>();
        var rest = (query ?? "").AsSpan().Trim();
        while (rest.Length > 0)
        {
            var end = 0;
            for (var quote = '\0'; end < rest.Length && (quote != '\0' || !char.IsWhiteSpace(rest[end])); end++)
            {
                if (quote != '\0') quote = rest[end] == quote ? '\0' : quote;
                else if (rest[end] is '"' or '\'') quote = rest[end];
            }

            var word = rest[..end].ToString();
            rest = rest[end..].TrimStart();
            if (word is "AND") continue;
            var colon = word.IndexOf(':', StringComparison.Ordinal);
            terms.Add(colon > 0 && word[0] is not ('"' or '\'')
                ? new Term(word[..colon], Unquote(word[(colon + 1)..]))
                : new Term(null, Unquote(word)));
        }

        return terms;
    }

    private static string Unquote(string text) => text.Length > 1 && text[0] is '"' or '\'' && text[^1] == text[0] ? text[1..^1] : text;

    private sealed record Term(string? Field, string Value)
    {
        public bool Is(string? text) => text is not null && (Value.EndsWith('*')
            ? text.StartsWith(Value[..^1], StringComparison.OrdinalIgnoreCase)
            : string.Equals(text, Value, StringComparison.OrdinalIgnoreCase));

        public bool Contains(string text) => ProductSearch.Contains(text, Value);

        public bool Compares(long number) => long.TryParse(Operand, NumberStyles.None, CultureInfo.InvariantCulture, out var other) && Holds(number.CompareTo(other));

        public bool Compares(DateTimeOffset time) =>
            DateTimeOffset.TryParse(Operand, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var other) && Holds(time.CompareTo(other));

        private string Operand => Value.TrimStart('>', '<', '=');

        private bool Holds(int order) => Value switch
        {
            ['>', '=', ..] => order >= 0,
            ['<', '=', ..] => order <= 0,
            ['>', ..] => order > 0,
            ['<', ..] => order < 0,
            _ => order == 0,
        };
    }
}
