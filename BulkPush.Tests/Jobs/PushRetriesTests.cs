using BulkPush.Core.Catalog;
using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Jobs;

public sealed class PushRetriesTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private readonly JobScenario _scenario = new(database.Contexts);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Takes_up_the_failed_pairs_and_no_other_product_in_any_store()
    {
        var (north, south) = (await _scenario.StoreAsync("North"), await _scenario.StoreAsync("South"));
        var products = await _scenario.ProductsAsync(4, north, south);
        var jobId = await _scenario.StartedAsync(new PushScope { StoreIds = [north.Id, south.Id], Force = true, Strategy = PushStrategy.Direct });
        await EndAsync(jobId, north, products[0], products[1]);
        await EndAsync(jobId, south, products[2]);

        var retryId = await RetriedAsync(new RetryScope(jobId));

        Assert.Equal([("North", 2), ("South", 1)], (await _scenario.Queries.FindAsync(retryId, Ct))!.Stores.Select(s => (s.StoreName, s.Progress.Total)));
        Assert.Equal([products[0].Id, products[1].Id], await PlannedAsync(retryId, north));
        Assert.Equal([products[2].Id], await PlannedAsync(retryId, south));
        var scope = (await _scenario.JobAsync(retryId)).Scope;
        Assert.Equal((true, PushStrategy.Direct), (scope.Force, scope.Strategy));
    }

    [Fact]
    public async Task Takes_up_one_store_when_that_is_asked_for()
    {
        var (north, south) = (await _scenario.StoreAsync("North"), await _scenario.StoreAsync("South"));
        var products = await _scenario.ProductsAsync(2, north, south);
        var jobId = await _scenario.StartedAsync(new PushScope { StoreIds = [north.Id, south.Id] });
        await EndAsync(jobId, north, products[0]);
        await EndAsync(jobId, south, products[1]);

        var retryId = await RetriedAsync(new RetryScope(jobId), south.Id);

        Assert.Equal(["South"], (await _scenario.Queries.FindAsync(retryId, Ct))!.Stores.Select(s => s.StoreName));
    }

    [Fact]
    public async Task Takes_up_all_that_a_store_left_out_because_it_failed_as_a_whole()
    {
        var store = await _scenario.StoreAsync("Locked");
        var products = await _scenario.ProductsAsync(3, store);
        var jobId = await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] });
        var push = (await _scenario.Claims.ClaimAsync(store.Id, "firing-1", Ct))!;
        await Planner.PlanAsync(push, "firing-1", Ct);
        await _scenario.Lifecycle.SettleAsync(push.Id, "firing-1", StorePushStatus.Failed, "The token was revoked.", Ct);

        var retryId = await RetriedAsync(new RetryScope(jobId));

        Assert.Equal(products.Select(p => p.Id), await PlannedAsync(retryId, store));
    }

    [Fact]
    public async Task A_store_that_failed_before_its_list_was_written_is_taken_up_as_it_was_meant_even_by_a_retry_of_a_retry()
    {
        var store = await _scenario.StoreAsync("Early");
        var products = await _scenario.ProductsAsync(4, store);
        var jobId = await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] });
        await EndAsync(jobId, store, products[1], products[3]);
        var retryId = await RetriedAsync(new RetryScope(jobId));
        var push = (await _scenario.Claims.ClaimAsync(store.Id, "firing-2", Ct))!;
        await _scenario.Lifecycle.SettleAsync(push.Id, "firing-2", StorePushStatus.Failed, "BulkPush itself failed.", Ct);

        var again = await RetriedAsync(new RetryScope(retryId));

        Assert.Equal([products[1].Id, products[3].Id], await PlannedAsync(again, store));
    }

    [Fact]
    public async Task Links_both_jobs()
    {
        var store = await _scenario.StoreAsync("Linked");
        var products = await _scenario.ProductsAsync(1, store);
        var jobId = await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] });
        await EndAsync(jobId, store, products[0]);

        var retryId = await RetriedAsync(new RetryScope(jobId));

        Assert.Equal(jobId, (await _scenario.Queries.FindAsync(retryId, Ct))!.RetryOf!.Id);
        Assert.Equal([retryId], (await _scenario.Queries.FindAsync(jobId, Ct))!.Retries.Select(r => r.Id));
        Assert.Equal(jobId, (await _scenario.Queries.ListAsync(null, 0, 100, Ct)).Items.Single(j => j.Id == retryId).RetryOf);
    }

    [Fact]
    public async Task The_same_key_finds_the_retry_that_it_started()
    {
        var store = await _scenario.StoreAsync("Keyed");
        var products = await _scenario.ProductsAsync(1, store);
        var jobId = await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] });
        await EndAsync(jobId, store, products[0]);

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Retries.StartAsync(new RetryScope(jobId), null, "script", "again", Ct)));
        var other = await Retries.StartAsync(new RetryScope(jobId) { Outcome = PushItemOutcome.Skipped }, null, "script", "again", Ct);

        var retryId = Assert.IsType<StartResult.Started>(Assert.Single(results.Distinct())).JobId;
        Assert.Equal(new StartResult.KeyReused(retryId), other);
        Assert.NotEqual(jobId, retryId);
    }

    [Fact]
    public async Task Says_why_there_is_nothing_to_retry()
    {
        var (store, calm) = (await _scenario.StoreAsync("Store"), await _scenario.StoreAsync("Calm"));
        var products = await _scenario.ProductsAsync(2, store, calm);
        var jobId = await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id, calm.Id] });
        Assert.Equal(new StartResult.NotOver(jobId), await Retries.StartAsync(new RetryScope(jobId), null, "sam", null, Ct));
        await EndAsync(jobId, store, products[0], products[1]);
        await EndAsync(jobId, calm);

        Assert.Equal("There is nothing to retry: no product failed in Calm.", await ReasonAsync(jobId, calm.Id));
        Assert.Contains("removed from BulkPush", await ReasonAsync(jobId, Guid.CreateVersion7()), StringComparison.Ordinal);
        Assert.IsType<StartResult.NoSuchJob>(await Retries.StartAsync(new RetryScope(Guid.CreateVersion7()), null, "sam", null, Ct));
        await _scenario.ChangeAsync(db => db.ProductChannels.Where(c => c.StoreId == store.Id).ForEachAsync(c => c.SetActive(false), Ct));
        Assert.Contains("switched off in their stores", await ReasonAsync(jobId, store.Id), StringComparison.Ordinal);
        await DeleteAsync(products[0], products[1]);
        Assert.Contains("deleted since", await ReasonAsync(jobId, store.Id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_how_many_were_deleted_or_switched_off_meanwhile()
    {
        var store = await _scenario.StoreAsync("Thinned");
        var products = await _scenario.ProductsAsync(3, store);
        var jobId = await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] });
        await EndAsync(jobId, store, [.. products]);
        await DeleteAsync(products[0]);
        await _scenario.ChangeAsync(db => db.ProductChannels.Where(c => c.ProductId == products[1].Id).ForEachAsync(c => c.SetActive(false), Ct));

        var started = Assert.IsType<StartResult.Started>(await Retries.StartAsync(new RetryScope(jobId), null, "sam", null, Ct));

        Assert.Equal(2, started.LeftOut);
        Assert.Equal([products[2].Id], await PlannedAsync(started.JobId, store));
    }

    private PushRetries Retries => new(database.Contexts, _scenario.Jobs);

    private PushPlanner Planner => new(database.Contexts, _scenario.Clock);

    private async Task<string> ReasonAsync(Guid jobId, Guid storeId) =>
        Assert.IsType<StartResult.NothingToPush>(await Retries.StartAsync(new RetryScope(jobId), storeId, "sam", null, Ct)).Reason;

    private async Task<Guid> RetriedAsync(RetryScope retry, Guid? storeId = null) =>
        Assert.IsType<StartResult.Started>(await Retries.StartAsync(retry, storeId, "sam", null, Ct)).JobId;

    /// <summary>Runs a store's push to its end: these products fail, the others are created.</summary>
    private async Task EndAsync(Guid jobId, Store store, params Product[] failed)
    {
        var firing = $"firing-{A.Number()}";
        var push = (await _scenario.Claims.ClaimAsync(store.Id, firing, Ct))!;
        Assert.Equal(jobId, push.JobId);
        await Planner.PlanAsync(push, firing, Ct);
        var ids = failed.Select(p => p.Id).ToList();
        await using var db = await database.Contexts.CreateDbContextAsync(Ct);
        var items = db.PushItems.Where(i => i.StorePushId == push.Id);
        await items.ExecuteUpdateAsync(set => set.SetProperty(i => i.Outcome, PushItemOutcome.Created), Ct);
        await items.Where(i => ids.Contains(i.ProductId)).ExecuteUpdateAsync(set => set.SetProperty(i => i.Outcome, PushItemOutcome.Failed), Ct);
        Assert.True(await _scenario.Lifecycle.SettleAsync(push.Id, firing, StorePushStatus.Completed, null, Ct));
    }

    /// <summary>What a worker would send for a job in a store.</summary>
    private async Task<IEnumerable<long>> PlannedAsync(Guid jobId, Store store)
    {
        var push = (await _scenario.Claims.ClaimAsync(store.Id, "firing-retry", Ct))!;
        Assert.Equal(jobId, push.JobId);
        await Planner.PlanAsync(push, "firing-retry", Ct);
        return (await _scenario.ItemsAsync(push.Id)).Select(i => i.ProductId);
    }

    private Task DeleteAsync(params Product[] products)
    {
        var ids = products.Select(p => p.Id).ToList();
        return _scenario.ChangeAsync(db => db.Products.Where(p => ids.Contains(p.Id)).ExecuteDeleteAsync(Ct));
    }
}
