using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Jobs;

public sealed class PushItemPagesTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private readonly JobScenario _scenario = new(database.Contexts);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Pages_hold_every_result_once_in_product_order_whether_it_has_a_row_or_not(int pageSize)
    {
        var (north, south) = (await _scenario.StoreAsync("North"), await _scenario.StoreAsync("South"));
        var products = await _scenario.ProductsAsync(7, north, south);
        await _scenario.MarkPushedAsync(products[0], products[2], products[3], products[6]);
        var jobId = await PlannedAsync(north, south);

        var rows = await AllAsync(new PushItemQuery(jobId, null, null, null, pageSize));

        var stores = new[] { north.Id, south.Id }.Order().ToList();
        Assert.Equal(products.SelectMany(p => stores.Select(s => (p.Id, s))), rows.Select(r => (r.ProductId, r.StoreId)));
        Assert.Equal(
            [products[0].Id, products[2].Id, products[3].Id, products[6].Id],
            rows.Where(r => r.Outcome == PushItemOutcome.Unchanged && r.StoreId == north.Id).Select(r => r.ProductId));
        var unchanged = rows.First(r => r.Outcome == PushItemOutcome.Unchanged);
        Assert.Equal((products[0].Handle, 0, _scenario.Clock.GetUtcNow()), (unchanged.Handle, unchanged.Attempts, unchanged.FinishedAt));
    }

    [Fact]
    public async Task Asks_for_one_store_or_one_outcome()
    {
        var (north, south) = (await _scenario.StoreAsync("Upper"), await _scenario.StoreAsync("Lower"));
        var products = await _scenario.ProductsAsync(4, north, south);
        await _scenario.MarkPushedAsync(products[1], products[2]);
        var jobId = await PlannedAsync(north, south);

        var unchanged = await AllAsync(new PushItemQuery(jobId, north.Id, PushItemOutcome.Unchanged, null, 1));
        var pending = await AllAsync(new PushItemQuery(jobId, north.Id, PushItemOutcome.Pending, null, 1));

        Assert.Equal([products[1].Id, products[2].Id], unchanged.Select(r => r.ProductId));
        Assert.All(unchanged, row => Assert.Equal((north.Id, "Upper"), (row.StoreId, row.StoreName)));
        Assert.Equal([products[0].Id, products[3].Id], pending.Select(r => r.ProductId));
    }

    [Fact]
    public async Task Products_deleted_since_are_left_out_and_do_not_end_the_list()
    {
        var store = await _scenario.StoreAsync("Shrunk");
        var products = await _scenario.ProductsAsync(4, store);
        await _scenario.MarkPushedAsync(products);
        var jobId = await PlannedAsync(store);
        await _scenario.ChangeAsync(db => db.Products.Where(p => p.Id == products[1].Id).ExecuteDeleteAsync(Ct));

        var rows = await AllAsync(new PushItemQuery(jobId, null, null, null, 1));

        Assert.Equal([products[0].Id, products[2].Id, products[3].Id], rows.Select(r => r.ProductId));
    }

    [Fact]
    public async Task Goes_on_from_one_stretch_of_ids_to_the_next()
    {
        var store = await _scenario.StoreAsync("Long");
        var products = await _scenario.ProductsAsync(UnchangedProducts.SliceWidth + 10, store);
        await _scenario.MarkPushedAsync(products);
        var jobId = await PlannedAsync(store);

        var rows = await AllAsync(new PushItemQuery(jobId, null, null, null, 300));

        Assert.Equal(products.Select(p => p.Id), rows.Select(r => r.ProductId));
        await using var db = database.CreateContext();
        Assert.InRange(await db.UnchangedProducts.CountAsync(u => db.StorePushes.Any(p => p.Id == u.StorePushId && p.JobId == jobId), Ct), 2, 3);
    }

    private async Task<Guid> PlannedAsync(params Store[] stores)
    {
        var jobId = await _scenario.StartedAsync(new PushScope { StoreIds = [.. stores.Select(s => s.Id)] });
        foreach (var store in stores)
        {
            var push = await _scenario.Claims.ClaimAsync(store.Id, "firing-1", Ct);
            await new PushPlanner(database.Contexts, _scenario.Clock).PlanAsync(push!, "firing-1", Ct);
        }

        return jobId;
    }

    private async Task<List<PushItemRow>> AllAsync(PushItemQuery query)
    {
        var rows = new List<PushItemRow>();
        for (var page = await _scenario.Queries.ItemsAsync(query, Ct); page is not null; page = await NextAsync(page))
        {
            Assert.InRange(page.Items.Count, 0, query.PageSize);
            rows.AddRange(page.Items);
        }

        return rows;

        async Task<PushItemPage?> NextAsync(PushItemPage page) =>
            page.NextCursor is { } cursor ? await _scenario.Queries.ItemsAsync(query with { Cursor = cursor }, Ct) : null;
    }
}
