using System.Text.Json.Nodes;
using BulkPush.Core.Catalog;
using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing;
using BulkPush.Core.Stores;
using BulkPush.Tests.DemoStores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Tests.Pushing;

/// <summary>Whole pushes to stores that publish new products.</summary>
public sealed class PublishingRunTests(PostgresCluster cluster) : IAsyncLifetime
{
    private PushStage _stage = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stage = await PushStage.SetAsync(cluster);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Theory]
    [InlineData(PushStrategy.Direct)]
    [InlineData(PushStrategy.Bulk)]
    public async Task New_products_are_published_where_their_store_wants_them_and_only_once(PushStrategy strategy)
    {
        var store = await StoreAsync(0, 2);
        await _stage.ProductsAsync(20, store);

        var job = await _stage.PushAsync(new PushScope { Strategy = strategy });

        Assert.Equal((BulkPushJobStatus.Completed, 20), (job.Status, job.Created));
        Assert.Equal(new PublishCounts(Published: 20), job.Publishing);
        Assert.All(await _stage.HeldAsync(store), held => Assert.Equal(Ids(store), PublishedTo(held)));
        var requests = await _stage.RequestsAsync(store);
        Assert.Equal(new PublishCounts(), (await _stage.PushAsync()).Publishing);
        Assert.Equal(requests, await _stage.RequestsAsync(store));
    }

    [Fact]
    public async Task What_a_store_has_already_is_published_by_no_update()
    {
        var store = await StoreAsync();
        var products = await _stage.ProductsAsync(3, store);
        await _stage.PushAsync();
        await ChooseAsync(store, 0);
        await _stage.ChangeAsync(products[0], p => p.Title = "Another title");

        var job = await _stage.PushAsync();

        Assert.Equal((1, new PublishCounts()), (job.Updated, job.Publishing));
        Assert.All(await _stage.HeldAsync(store), held => Assert.Empty(PublishedTo(held)));
    }

    [Fact]
    public async Task A_draft_is_published_explained_and_no_error()
    {
        var store = await StoreAsync(0);
        var products = await _stage.ProductsAsync(2, store);
        await _stage.ChangeAsync(products[0], p => p.Status = ProductStatus.Draft);

        var job = await _stage.PushAsync();

        Assert.Equal(new PublishCounts(Published: 1, Draft: 1), job.Publishing);
        Assert.False(job.HasFailures || job.HasWarnings);
        var item = (await _stage.Queries.ItemsAsync(new PushItemQuery(job.Id, null, null, null, 10), Ct))!.Items.Single(i => i.ProductId == products[0].Id);
        Assert.Equal((PushItemOutcome.Created, PublishOutcome.Draft), (item.Outcome, item.Publish));
        Assert.Contains("as soon as its status is active", item.PublishMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_scope_is_one_warning_and_the_next_push_publishes_what_is_left_without_sending_it_again()
    {
        var store = await StoreAsync(0);
        await _stage.ProductsAsync(12, store);
        await _stage.Shops.ConfigureAsync(new { scopes = new[] { "read_products", "write_products" } }, store.Name);

        var job = await _stage.PushAsync();

        Assert.Equal((BulkPushJobStatus.Completed, 12), (job.Status, job.Created));
        Assert.Equal(new PublishCounts(Pending: 12), job.Publishing);
        var warning = Assert.Single(job.Stores[0].Progress.Warnings);
        Assert.Contains("write_publications", warning, StringComparison.Ordinal);
        Assert.Contains("12 new products", warning, StringComparison.Ordinal);
        Assert.Equal(0, await CallsAsync(store, "publishablePublish"));
        await _stage.Shops.ConfigureAsync(new { scopes = new[] { "read_products", "write_products", "write_publications" } }, store.Name);
        var sent = await CallsAsync(store, "productSet");
        var next = await _stage.PushAsync();
        Assert.Equal((12, new PublishCounts(Published: 12)), (next.Unchanged, next.Publishing));
        Assert.Empty(next.Stores[0].Progress.Warnings);
        Assert.Equal(sent, await CallsAsync(store, "productSet"));
        Assert.All(await _stage.HeldAsync(store), held => Assert.Equal(Ids(store)[..1], PublishedTo(held)));
    }

    [Fact]
    public async Task A_sales_channel_that_is_gone_is_one_warning_and_keeps_no_product_from_the_others()
    {
        var store = await StoreAsync(0);
        await ChooseAsync(store, [.. Ids(store)[..1], "gid://shopify/Publication/404"]);
        var products = await _stage.ProductsAsync(40, store);

        var job = await _stage.PushAsync();

        Assert.Equal((BulkPushJobStatus.Completed, 40), (job.Status, job.Created));
        Assert.Equal(new PublishCounts(Failed: 40), job.Publishing);
        Assert.Contains("does not exist or is not publishable", Assert.Single(job.Stores[0].Progress.Warnings), StringComparison.Ordinal);
        Assert.All(await _stage.HeldAsync(store), held => Assert.Equal(Ids(store)[..1], PublishedTo(held)));
        Assert.Equal(41, await CallsAsync(store, "publishablePublish"));
        var channel = (await _stage.Worker.Services.GetRequiredService<ProductQueries>().FindAsync(products[0].Id, Ct))!.Channels.Single().Publication;
        Assert.True(channel.IsDue);
        Assert.NotEmpty(channel.Error!);
        await ChooseAsync(store, 0);
        Assert.Equal(new PublishCounts(Published: 40), (await _stage.PushAsync()).Publishing);
    }

    [Fact]
    public async Task A_passing_fault_while_publishing_costs_nothing()
    {
        var store = await StoreAsync(0);
        await _stage.ProductsAsync(10, store);
        await _stage.Shops.ConfigureAsync(new { scopes = new[] { "read_products", "write_products" } }, store.Name);
        await _stage.PushAsync();
        await _stage.Shops.ConfigureAsync(
            new { scopes = new[] { "read_products", "write_products", "write_publications" }, faults = new { lostReply = new { count = 3 }, throttle = new { count = 2 } } }, store.Name);

        var job = await _stage.PushAsync();

        Assert.Equal(new PublishCounts(Published: 10), job.Publishing);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task An_error_of_ours_is_the_publishing_outcome_of_its_product_and_the_others_are_published(int broken)
    {
        var store = await StoreAsync(0);
        await _stage.ProductsAsync(12, store);
        var (transport, calls) = (_stage.Services.GetRequiredService<InterruptedTransport>(), 0);
        transport.DiesBefore = operation => operation == "PublishablePublish" && Interlocked.Increment(ref calls) - 1 == broken ? throw new FormatException("Broken by the test.") : false;

        var job = await _stage.PushAsync();

        Assert.Equal((BulkPushJobStatus.Completed, 12, null), (job.Status, job.Created, job.Stores[0].Error));
        Assert.Equal(new PublishCounts(Published: 11, Failed: 1), job.Publishing);
        var failed = (await _stage.Queries.ItemsAsync(new PushItemQuery(job.Id, null, null, null, 20), Ct))!.Items.Single(i => i.Publish == PublishOutcome.Failed);
        Assert.Equal(PushItemOutcome.Created, failed.Outcome);
        Assert.StartsWith("BulkPush itself failed while publishing this product (FormatException)", failed.PublishMessage, StringComparison.Ordinal);
        Assert.Equal(new PublishCounts(Published: 1), (await _stage.PushAsync()).Publishing);
        Assert.All(await _stage.HeldAsync(store), held => Assert.Equal(Ids(store)[..1], PublishedTo(held)));
    }

    [Fact]
    public async Task Results_that_cannot_be_recorded_for_an_error_of_ours_are_a_warning_of_a_push_that_is_complete()
    {
        var store = await StoreAsync(0);
        await _stage.ProductsAsync(12, store);
        await ExecuteAsync("create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused by the test'; end $$");
        await ExecuteAsync("create trigger refuse before update on product_channels for each row when (old.publish_due and not new.publish_due) execute function refuse()");

        var job = await _stage.PushAsync();

        Assert.Equal((BulkPushJobStatus.Completed, 12, null), (job.Status, job.Created, job.Stores[0].Error));
        Assert.Equal(new PublishCounts(Pending: 12), job.Publishing);
        Assert.Contains("BulkPush itself failed while publishing (PostgresException)", Assert.Single(job.Stores[0].Progress.Warnings), StringComparison.Ordinal);
        Assert.Contains("12 new products are in the store and not published yet", job.Stores[0].Progress.Warnings[0], StringComparison.Ordinal);
        await ExecuteAsync("drop trigger refuse on product_channels");
        Assert.Equal(new PublishCounts(Published: 12), (await _stage.PushAsync()).Publishing);
    }

    /// <summary>Crash points 14 and 15: the process ends after products were saved as created, before or after they were published.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_that_ended_between_creating_and_publishing_is_followed_by_one_that_publishes(bool isPublishedAlready)
    {
        var store = await StoreAsync(0);
        await _stage.ProductsAsync(4, store);
        await _stage.Shops.ConfigureAsync(new { scopes = new[] { "read_products", "write_products" } }, store.Name);
        var job = await _stage.PushAsync();
        if (isPublishedAlready)
        {
            await _stage.Shops.ConfigureAsync(new { scopes = new[] { "read_products", "write_products", "write_publications" } }, store.Name);
            await PublishAsync(store);
        }

        await _stage.Shops.ConfigureAsync(new { scopes = new[] { "read_products", "write_products", "write_publications" } }, store.Name);
        await using (var db = await _stage.Contexts.CreateDbContextAsync(Ct))
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                update bulk_push_jobs set status = 'running', finished_at = null where id = {job.Id};
                update store_pushes set status = 'running', fire_instance_id = 'dead', finished_at = null where job_id = {job.Id}
                """,
                Ct);
        }

        await _stage.Worker.Services.GetRequiredService<StorePushReconciler>().ReconcileAsync(Ct);

        var resumed = await _stage.FinishedAsync(job.Id);
        Assert.Equal((4, new PublishCounts(Published: 4)), (resumed.Created, resumed.Publishing));
        Assert.All(await _stage.HeldAsync(store), held => Assert.Equal(Ids(store)[..1], PublishedTo(held)));
    }

    private readonly Dictionary<string, List<string>> _publications = [];

    private List<string> Ids(StoreSummary store) => _publications[store.Name];

    private static List<string> PublishedTo(JsonNode held) => [.. held["publications"]!.AsArray().Select(p => p.Text("id")!)];

    private async Task<StoreSummary> StoreAsync(params int[] chosen)
    {
        var store = await _stage.StoreAsync($"shop{_publications.Count}");
        var all = (await _stage.Shops.ControlAsync(store.Name))["publications"]!.AsArray().Select(p => p.Text("id")!).ToList();
        _publications[store.Name] = [.. chosen.Select(index => all[index]), .. all.Where((_, index) => !chosen.Contains(index))];
        await ChooseAsync(store, [.. chosen.Select(index => all[index])]);
        _publications[store.Name] = [.. _publications[store.Name].Take(Math.Max(1, chosen.Length))];
        return store;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var db = await _stage.Contexts.CreateDbContextAsync(Ct);
        await db.Database.ExecuteSqlRawAsync(sql, Ct);
    }

    private Task ChooseAsync(StoreSummary store, int index) => ChooseAsync(store, [Ids(store)[index]]);

    private async Task ChooseAsync(StoreSummary store, IReadOnlyList<string> ids)
    {
        var edit = new StoreEdit { Name = store.Name, Domain = store.Domain, AdminUrl = store.AdminUrl, PublicationIds = ids };
        Assert.IsType<StoreSaveResult.Saved>(await _stage.Worker.Services.GetRequiredService<StoreService>().UpdateAsync(store.Id, edit, "test", Ct));
    }

    private async Task<int> CallsAsync(StoreSummary store, string rootField) =>
        (int?)(await _stage.Shops.ControlAsync(store.Name)).At($"requests.byRootField.{rootField}") ?? 0;

    private async Task PublishAsync(StoreSummary store)
    {
        foreach (var held in await _stage.HeldAsync(store))
        {
            using var published = await _stage.Shops.PostAsync(
                new
                {
                    query = "mutation M($id: ID!, $i: [PublicationInput!]!) { publishablePublish(id: $id, input: $i) { userErrors { message } } }",
                    variables = new { id = held.Text("id"), i = new[] { new { publicationId = Ids(store)[0] } } },
                },
                store.Name,
                $"shpat_{store.Name}");
            published.EnsureSuccessStatusCode();
        }
    }
}
