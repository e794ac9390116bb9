using BulkPush.Core.Catalog;

namespace BulkPush.Web.Display;

/// <summary>A product list's filters, order and page as an address, and back. Defaults are left out, nonsense is ignored.</summary>
public static class ProductListUrl
{
    /// <summary>The page sizes that can be chosen.</summary>
    public static IReadOnlyList<int> PageSizes { get; } = [25, 50, 100];

    private const string FailedImages = "failed";

    private static readonly ProductListQuery Default = new();

    /// <param name="sort">A sort name, with a minus in front for descending order.</param>
    /// <param name="page">One-based, as people count.</param>
    public static ProductListQuery Read(string? search, string? store, string? status, string? push, string? sort, int? page, int? size, string? images = null) => new()
    {
        Search = string.IsNullOrWhiteSpace(search) ? null : search.Trim(),
        StoreId = Guid.TryParse(store, out var id) ? id : null,
        Status = UrlEnum.Read<ProductStatus>(status),
        PushState = UrlEnum.Read<ChannelPushState>(push),
        HasFailedImages = images == FailedImages,
        Sort = UrlEnum.Read<ProductSort>(sort?.TrimStart('-')) ?? Default.Sort,
        IsDescending = sort?.StartsWith('-') ?? false,
        Page = Math.Max(0, (page ?? 1) - 1),
        PageSize = size is { } wanted && PageSizes.Contains(wanted) ? wanted : Default.PageSize,
    };

    public static string Write(ProductListQuery query)
    {
        var parts = new List<string>();
        if (query.Search is { } search)
            parts.Add($"search={Uri.EscapeDataString(search)}");
        if (query.StoreId is { } store)
            parts.Add($"store={store}");
        if (query.Status is { } status)
            parts.Add($"status={UrlEnum.Write(status)}");
        if (query.PushState is { } push)
            parts.Add($"push={UrlEnum.Write(push)}");
        if (query.HasFailedImages)
            parts.Add($"images={FailedImages}");
        if (query.Sort != Default.Sort || query.IsDescending)
            parts.Add($"sort={(query.IsDescending ? "-" : "")}{UrlEnum.Write(query.Sort)}");
        if (query.Page > 0)
            parts.Add($"page={query.Page + 1}");
        if (query.PageSize != Default.PageSize)
            parts.Add($"size={query.PageSize}");
        return parts.Count == 0 ? PageAddress.Products : $"{PageAddress.Products}?{string.Join('&', parts)}";
    }

    public static bool HasFilters(ProductListQuery query) =>
        query.Search is not null || query.StoreId is not null || query.Status is not null || query.PushState is not null || query.HasFailedImages;

    /// <summary>The same order and page size, everything shown again from the first page.</summary>
    public static ProductListQuery WithoutFilters(ProductListQuery query) =>
        query with { Search = null, StoreId = null, Status = null, PushState = null, HasFailedImages = false, Page = 0 };
}
