using System.Globalization;
using System.Text;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>Shopify's handle rules: lower case, letters and digits of any script kept, everything between them one dash.</summary>
internal static class Handles
{
    public const string OfNothing = "product";

    /// <summary>Empty when the text holds neither letter nor digit.</summary>
    public static string Normalise(string text)
    {
        var handle = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            if (IsKept(rune)) handle.Append(Rune.ToLowerInvariant(rune));
            else if (handle.Length > 0 && handle[^1] != '-') handle.Append('-');
        }

        return handle.ToString().TrimEnd('-');
    }

    /// <summary>A generated handle gives way: <c>shirt</c>, <c>shirt-1</c>; one that ends in a number counts on, <c>x-41</c>, <c>x-42</c>.</summary>
    public static string MakeFree(string handle, Func<string, bool> isTaken)
    {
        if (!isTaken(handle)) return handle;
        var dash = handle.LastIndexOf('-');
        var (stem, number) = dash > 0 && long.TryParse(handle.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? (handle[..dash], last)
            : (handle, 0L);
        string next;
        do next = string.Create(CultureInfo.InvariantCulture, $"{stem}-{++number}");
        while (isTaken(next));
        return next;
    }

    // Marks belong to their letters in the scripts of South and South-East Asia.
    private static bool IsKept(Rune rune) => Rune.IsLetterOrDigit(rune) || rune.Value == '_'
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
