namespace BulkPush.Web.DemoStores.Products;

/// <summary>Tags come back trimmed, without case-insensitive duplicates (the first spelling stays) and sorted.</summary>
internal static class Tags
{
    public const int Longest = 255;

    public static IReadOnlyList<string> Normalise(IEnumerable<string> tags) =>
        [.. tags.Select(tag => tag.Trim()).Where(tag => tag.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
}
