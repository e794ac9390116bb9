using BulkPush.Core.Catalog;
using BulkPush.Core.Security;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.Catalog;

public sealed class ProductChannelServiceTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private readonly ProductChannelService _service = new(postgres.Contexts, new AuditLog(new FakeTimeProvider(A.Moment)));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Activating_makes_missing_channels_switches_inactive_ones_and_leaves_active_ones()
    {
        var store = A.Store("Nordlys");
        var products = Enumerable.Range(0, 3).Select(_ => A.Product()).ToArray();
        await postgres.SaveAsync([store, .. products]);
        await postgres.SaveAsync(A.Channel(products[0], store), A.Channel(products[1], store, isActive: false));

        var change = await _service.SetActiveAsync(store.Id, [.. products.Select(p => p.Id), -1], true, "switch-on@example.com", Ct);

        Assert.Equal(new ChannelChange(1, 1, 1), change);
        Assert.Equal([(products[0].Id, true, 1), (products[1].Id, true, 3), (products[2].Id, true, 1)], await ChannelsAsync(store));
        await using var db = postgres.CreateContext();
        var entry = await db.AuditEntries.SingleAsync(e => e.Actor == "switch-on@example.com", Ct);
        Assert.Equal(("channels.activated", store.Id.ToString(), "Activated 2 products in Nordlys."), (entry.Action, entry.Subject, entry.Summary));
    }

    [Fact]
    public async Task Deactivating_switches_active_channels_and_makes_none()
    {
        var (store, other) = (A.Store(), A.Store());
        var products = Enumerable.Range(0, 3).Select(_ => A.Product()).ToArray();
        await postgres.SaveAsync([store, other, .. products]);
        await postgres.SaveAsync(A.Channel(products[0], store), A.Channel(products[1], store, isActive: false), A.Channel(products[0], other));

        var change = await _service.SetActiveAsync(store.Id, [.. products.Select(p => p.Id)], false, "test", Ct);

        Assert.Equal(new ChannelChange(0, 1, 2), change);
        Assert.Equal([(products[0].Id, false, 2), (products[1].Id, false, 2)], await ChannelsAsync(store));
        Assert.Equal([(products[0].Id, true, 1)], await ChannelsAsync(other));
    }

    [Fact]
    public async Task Without_ids_the_whole_catalogue_is_meant()
    {
        var store = A.Store();
        await postgres.SaveAsync(store, A.Product(), A.Product());
        await using var db = postgres.CreateContext();
        var catalogue = await db.Products.CountAsync(Ct);

        var first = await _service.SetActiveAsync(store.Id, null, true, "test", Ct);
        var second = await _service.SetActiveAsync(store.Id, null, true, "again@example.com", Ct);

        Assert.Equal(new ChannelChange(catalogue, 0, 0), first);
        Assert.Equal(new ChannelChange(0, 0, catalogue), second);
        Assert.False(await db.AuditEntries.AnyAsync(e => e.Actor == "again@example.com", Ct));
    }

    [Fact]
    public async Task No_ids_at_all_mean_no_product()
    {
        var store = A.Store();
        await postgres.SaveAsync(store, A.Product());

        Assert.Equal(new ChannelChange(0, 0, 0), await _service.SetActiveAsync(store.Id, [], true, "test", Ct));
        Assert.Empty(await ChannelsAsync(store));
    }

    [Fact]
    public async Task A_switched_channel_keeps_what_the_store_calls_the_product()
    {
        var (store, product) = (A.Store(), A.Product());
        await postgres.SaveAsync(store, product);
        var channel = A.Channel(product, store);
        channel.ShopifyProductId = "gid://shopify/Product/1";
        await postgres.SaveAsync(channel);

        await _service.SetActiveAsync(store.Id, [product.Id], false, "test", Ct);
        await _service.SetActiveAsync(store.Id, [product.Id], true, "test", Ct);

        await using var db = postgres.CreateContext();
        var saved = await db.ProductChannels.SingleAsync(c => c.StoreId == store.Id, Ct);
        Assert.Equal((true, 3, "gid://shopify/Product/1"), (saved.IsActive, saved.Revision, saved.ShopifyProductId));
    }

    [Fact]
    public async Task A_store_that_is_gone_is_an_error() =>
        await Assert.ThrowsAsync<KeyNotFoundException>(() => _service.SetActiveAsync(Guid.Empty, null, true, "test", Ct));

    private async Task<IReadOnlyList<(long, bool, long)>> ChannelsAsync(Store store)
    {
        await using var db = postgres.CreateContext();
        var channels = await db.ProductChannels.Where(c => c.StoreId == store.Id).OrderBy(c => c.ProductId).ToListAsync(Ct);
        return [.. channels.Select(c => (c.ProductId, c.IsActive, c.Revision))];
    }
}
