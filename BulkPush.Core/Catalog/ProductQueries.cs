using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Catalog;

/// <summary>Reads products for lists and pages.</summary>
public sealed class ProductQueries(IDbContextFactory<BulkPushDbContext> contexts)
{
    /// <summary>One page of the products that match, in three statements whatever the page's size. Out-of-range paging is brought into range.</summary>
    public async Task<ProductPage> ListAsync(ProductListQuery query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var matching = Filter(db, query);
        var total = await matching.CountAsync(cancellationToken);
        var size = Math.Clamp(query.PageSize, 1, ProductListQuery.MaxPageSize);
        var skipped = Math.Max(query.Page, 0) * (long)size;
        if (skipped >= total)
            return new ProductPage([], total);

        var products = await Sort(matching, query)
            .Skip((int)skipped)
            .Take(size)
            .Select(p => new
            {
                p.Id,
                p.Handle,
                p.Title,
                p.Vendor,
                p.ProductType,
                p.Status,
                Variants = p.Variants.Count,
                Images = p.Images.Count,
                PriceFrom = p.Variants.Min(v => (decimal?)v.Price),
                PriceTo = p.Variants.Max(v => (decimal?)v.Price),
                p.UpdatedAt,
            })
            .ToListAsync(cancellationToken);
        var ids = products.Select(p => p.Id).ToArray();
        var channels = (await ChannelsAsync(db, ids, cancellationToken)).ToLookup(facts => facts.ProductId, facts => facts.ToRow());
        var rows = products.Select(p => new ProductRow(
            p.Id, p.Handle, p.Title, p.Vendor, p.ProductType, p.Status, p.Variants, p.Images, p.PriceFrom ?? 0, p.PriceTo ?? 0, p.UpdatedAt, [.. channels[p.Id]]));
        return new ProductPage([.. rows], total);
    }

    /// <summary>The whole product with its channels, or null when there is none.</summary>
    public async Task<ProductDetails?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var product = await db.Products
            .AsNoTracking()
            .Include(p => p.Variants).Include(p => p.Images).Include(p => p.Metafields)
            .AsSplitQuery()
            .SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        if (product is null)
            return null;

        var channels = await ChannelsAsync(db, [id], cancellationToken);
        return new ProductDetails(
            product.Id, product.Revision, product.CreatedAt, product.UpdatedAt, ProductContentMapping.ToContent(product), [.. channels.Select(facts => facts.ToRow())]);
    }

    private static Task<List<ChannelFacts>> ChannelsAsync(BulkPushDbContext db, long[] productIds, CancellationToken cancellationToken) => db.ProductChannels
        .Where(channel => productIds.Contains(channel.ProductId))
        .OrderBy(channel => channel.Store!.Name).ThenBy(channel => channel.StoreId)
        .Select(ChannelState.Facts)
        .ToListAsync(cancellationToken);

    private static IQueryable<Product> Filter(BulkPushDbContext db, ProductListQuery query)
    {
        var products = db.Products.AsNoTracking();
        if (query.Status is { } status)
            products = products.Where(p => p.Status == status);
        if (query.StoreId is not null || query.PushState is not null || query.HasFailedImages)
        {
            var channels = Channels(db, query);
            products = products.Where(p => channels.Contains(p.Id));
        }

        if (!string.IsNullOrWhiteSpace(query.Search))
        {
            var pattern = ContainsPattern(query.Search.Trim());
            var bySku = db.ProductVariants.Where(v => EF.Functions.ILike(v.Sku!, pattern, Escape)).Select(v => v.ProductId);
            products = products.Where(p =>
                EF.Functions.ILike(p.Title, pattern, Escape)
                || EF.Functions.ILike(p.Handle, pattern, Escape)
                || EF.Functions.ILike(p.Vendor, pattern, Escape)
                || bySku.Contains(p.Id));
        }

        return products;
    }

    /// <summary>Ids of the products that have a channel as asked for.</summary>
    private static IQueryable<long> Channels(BulkPushDbContext db, ProductListQuery query)
    {
        IQueryable<ProductChannel> channels = db.ProductChannels;
        if (query.StoreId is { } storeId)
            channels = channels.Where(channel => channel.StoreId == storeId);
        if (query.HasFailedImages)
            channels = channels.Where(channel => channel.FailedImages > 0);
        return query.PushState is { } state
            ? channels.Select(ChannelState.Facts).Where(ChannelState.Is(state)).Select(facts => facts.ProductId)
            : channels.Select(channel => channel.ProductId);
    }

    // The id makes the order total: without it a product could be on two pages, or on none.
    private static IQueryable<Product> Sort(IQueryable<Product> products, ProductListQuery query) => (query.Sort, query.IsDescending) switch
    {
        (ProductSort.Vendor, false) => products.OrderBy(p => p.Vendor).ThenBy(p => p.Id),
        (ProductSort.Vendor, true) => products.OrderByDescending(p => p.Vendor).ThenByDescending(p => p.Id),
        (ProductSort.Status, false) => products.OrderBy(p => p.Status).ThenBy(p => p.Id),
        (ProductSort.Status, true) => products.OrderByDescending(p => p.Status).ThenByDescending(p => p.Id),
        (ProductSort.UpdatedAt, false) => products.OrderBy(p => p.UpdatedAt).ThenBy(p => p.Id),
        (ProductSort.UpdatedAt, true) => products.OrderByDescending(p => p.UpdatedAt).ThenByDescending(p => p.Id),
        (_, false) => products.OrderBy(p => p.Title).ThenBy(p => p.Id),
        (_, true) => products.OrderByDescending(p => p.Title).ThenByDescending(p => p.Id),
    };

    private const string Escape = "\\";

    private static string ContainsPattern(string text) => "%"
        + text
            .Replace("\0", "", StringComparison.Ordinal)
            .Replace(Escape, Escape + Escape, StringComparison.Ordinal)
            .Replace("%", Escape + "%", StringComparison.Ordinal)
            .Replace("_", Escape + "_", StringComparison.Ordinal)
        + "%";
}
