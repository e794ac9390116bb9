using BulkPush.Core.Jobs;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Jobs;

public sealed class BulkPushJobQueriesTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private readonly JobScenario _scenario = new(postgres.Contexts);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_preview_lists_stores_where_no_product_is_active_with_nothing_to_do()
    {
        var (sold, empty) = (await _scenario.StoreAsync("sold"), await _scenario.StoreAsync("empty"));
        var products = await _scenario.ProductsAsync(3, sold);
        var off = A.Product();
        await postgres.SaveAsync(off);
        await postgres.SaveAsync(A.Channel(off, empty, isActive: false));
        await _scenario.ChangeAsync(db => db.Stores.Where(s => s.Id == empty.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.NewVariantsFrom, _scenario.Clock.GetUtcNow().AddHours(5)), Ct));

        var all = await _scenario.Queries.PreviewAsync(PushScope.Everything, Ct);
        var one = await _scenario.Queries.PreviewAsync(new PushScope { ProductIds = [products[0].Id], StoreIds = [empty.Id, sold.Id] }, Ct);

        Assert.Equal(
            [(empty.Id, 0, 0, 0), (sold.Id, 3, 0, 3)],
            all.Stores.Where(s => s.StoreId == empty.Id || s.StoreId == sold.Id).Select(s => (s.StoreId, s.NeverPushed, s.Deferred, s.Total)));
        Assert.Equal([(empty.Id, 0), (sold.Id, 1)], one.Stores.Select(s => (s.StoreId, s.Total)));
    }

    [Fact]
    public async Task A_page_of_the_history_beyond_the_last_is_empty()
    {
        var store = await _scenario.StoreAsync("history");
        await _scenario.ProductsAsync(1, store);
        await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] });

        var page = await _scenario.Queries.ListAsync(null, 1_999_999_999, 25, Ct);

        Assert.Empty(page.Items);
        Assert.Equal(1, page.Total);
    }
}
