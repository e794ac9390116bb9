using System.Globalization;
using System.Text;

namespace BulkPush.Core.Catalog;

/// <summary>Makes handles the way Shopify makes them, so that ours and the store's compare equal (FACTS section 10).</summary>
public static class ProductHandle
{
    /// <summary>What Shopify calls a product whose handle and title hold no letter and no digit.</summary>
    public const string Fallback = "product";

    /// <summary>The handle that <paramref name="handle"/> becomes; when nothing is left of it, the one made from <paramref name="title"/>.</summary>
    public static string From(string? handle, string? title)
    {
        var explicitHandle = Slug(handle);
        if (explicitHandle.Length > 0)
            return explicitHandle;
        var fromTitle = Slug(title);
        return fromTitle.Length > 0 ? fromTitle : Fallback;
    }

    /// <summary>Lower case; letters, digits, marks and underscores of any script kept; every run of anything else one hyphen, none at the ends.</summary>
    private static string Slug(string? text)
    {
        var slug = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (IsKept(rune))
                slug.Append(Rune.ToLowerInvariant(rune).ToString());
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }

        // Composed: an accent typed apart from its letter makes no other handle. Only now, when there are no halves of surrogate pairs left.
        return slug.ToString().TrimEnd('-').Normalize();
    }

    // Marks belong to the letter before them: without them Hindi, Thai and vocalised Arabic words would fall apart.
    private static bool IsKept(Rune rune) =>
        Rune.IsLetterOrDigit(rune)
        || rune.Value == '_'
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
