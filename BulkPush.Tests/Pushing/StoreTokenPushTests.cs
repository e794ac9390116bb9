using BulkPush.Core.Jobs;
using BulkPush.Core.Stores;
using BulkPush.Tests.DemoStores;
using BulkPush.Tests.Pushing.Bulk;
using BulkPush.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static BulkPush.Tests.Pushing.Bulk.BulkReadings;

namespace BulkPush.Tests.Pushing;

/// <summary>Pushes to a shop that grants tokens for client id and secret.</summary>
public sealed class StoreTokenPushTests(PostgresCluster cluster) : IAsyncLifetime
{
    private PushStage _stage = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private StoreService Stores => _stage.Worker.Services.GetRequiredService<StoreService>();

    public async ValueTask InitializeAsync() => _stage = await PushStage.SetAsync(cluster);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task One_token_is_granted_for_a_push_and_the_next_push_uses_it_too()
    {
        var store = await StoreAsync();
        var products = await _stage.ProductsAsync(20, store);

        var job = await _stage.PushAsync();
        var again = await _stage.PushAsync(new PushScope { Force = true });

        Assert.Equal((BulkPushJobStatus.Completed, 20, 20), (job.Status, job.Created, again.Updated));
        await _stage.AssertExactlyOnceAsync(job, store, products);
        Assert.Equal(1, await TokensIssuedAsync());
        var shown = (await Stores.FindAsync(store.Id, Ct))!;
        Assert.Equal(StoreCredentialKind.ClientCredentials, shown.CredentialKind);
        Assert.NotNull(shown.AccessTokenExpiresAt);
        Assert.Equal(("2026-07", "2026-07"), (shown.ApiVersion!.Asked, shown.ApiVersion.Served));
    }

    [Fact]
    public async Task A_token_that_ends_while_pushing_is_replaced_in_time()
    {
        var store = await StoreAsync(new { maximumAvailable = 300, restoreRate = 250, tokenLifetimeSeconds = 2.0 });
        var products = await _stage.ProductsAsync(100, store);

        var job = await _stage.PushAsync();

        Assert.Equal((BulkPushJobStatus.Completed, 100, 0), (job.Status, job.Created, job.Failed));
        await _stage.AssertExactlyOnceAsync(job, store, products);
        Assert.InRange(await TokensIssuedAsync(), 2, 20);
    }

    [Fact]
    public async Task Tokens_that_are_revoked_while_pushing_are_replaced_by_one()
    {
        var store = await StoreAsync(new { maximumAvailable = 300, restoreRate = 250, latencyMs = 20 });
        var products = await _stage.ProductsAsync(60, store);
        var jobId = await _stage.StartAsync();
        await Eventually.IsTrueAsync(async () => (await _stage.JobAsync(jobId)).Created > 0, "the first products are created");

        await _stage.Shops.ActAsync(new { action = "revokeTokens" }, "granting");
        var job = await _stage.FinishedAsync(jobId);

        Assert.Equal((BulkPushJobStatus.Completed, 60, 0), (job.Status, job.Created, job.Failed));
        await _stage.AssertExactlyOnceAsync(job, store, products);
        Assert.Equal(2, await TokensIssuedAsync());
    }

    [Fact]
    public async Task A_token_that_ends_while_Shopify_works_through_files_is_replaced_and_nothing_is_repeated_or_lost()
    {
        await _stage.DisposeAsync();
        _stage = await PushStage.SetAsync(cluster, isWorker: true, Lines(20));
        var store = await StoreAsync(new { maximumAvailable = 100000, restoreRate = 100000, bulkLinesPerSecond = 20, bulkCountStep = 5, tokenLifetimeSeconds = 1.5 });
        var products = await _stage.ProductsAsync(80, store);

        var job = await _stage.PushAsync(InFiles);

        Assert.Equal((BulkPushJobStatus.Completed, 80, 0, 0), (job.Status, job.Created, job.Failed, await _stage.SentDirectlyAsync(store)));
        Assert.InRange(await TokensIssuedAsync(), 2, 20);
        Assert.Equal(4, (await _stage.AtShopAsync(store)).Count);
        await _stage.AssertNoFileRanTwiceAsync(store);
        await _stage.AssertExactlyOnceAsync(job, store, products);
        await _stage.AssertAccountedForAsync();
    }

    [Fact]
    public async Task Tokens_that_are_revoked_while_Shopify_works_through_files_are_replaced_by_one()
    {
        await _stage.DisposeAsync();
        _stage = await PushStage.SetAsync(cluster, isWorker: true, Lines(10));
        var store = await StoreAsync(Slow);
        var products = await _stage.ProductsAsync(30, store);
        var jobId = await _stage.StartAsync(InFiles);
        await _stage.UntilWorkingAsync(store);

        await _stage.Shops.ActAsync(new { action = "revokeTokens" }, "granting");
        var job = await _stage.FinishedAsync(jobId);

        Assert.Equal((BulkPushJobStatus.Completed, 30, 0, 2), (job.Status, job.Created, job.Failed, await TokensIssuedAsync()));
        await _stage.AssertNoFileRanTwiceAsync(store);
        await _stage.AssertExactlyOnceAsync(job, store, products);
        await _stage.AssertAccountedForAsync();
    }

    [Fact]
    public async Task A_secret_that_is_revoked_while_pushing_pauses_the_store_until_the_new_one_is_entered()
    {
        var store = await StoreAsync(new { maximumAvailable = 300, restoreRate = 250 });
        var products = await _stage.ProductsAsync(100, store);
        var jobId = await _stage.StartAsync();
        await Eventually.IsTrueAsync(async () => (await _stage.JobAsync(jobId)).Created > 0, "the first products are created");

        await _stage.Shops.ConfigureAsync(new { clientSecret = "shpss_rotated" }, "granting");
        await _stage.Shops.ActAsync(new { action = "revokeTokens" }, "granting");
        var halted = await _stage.HaltedAsync(jobId);

        Assert.Equal(("CLIENT_REFUSED", null, 0), (halted.Stores[0].Halt!.Code, halted.Stores[0].Halt!.ProbeAt, halted.Failed));
        Assert.Contains("enter them on the Stores page. Shopify says: “The client id or the client secret is not valid.”", halted.Stores[0].Halt!.Reason, StringComparison.Ordinal);
        await EnterSecretAsync(store, "shpss_rotated");
        var job = await _stage.ResumedAsync(jobId);
        Assert.Equal((BulkPushJobStatus.Completed, 100, 0), (job.Status, job.Created, job.Failed));
        await _stage.AssertExactlyOnceAsync(job, store, products);
    }

    [Theory]
    [InlineData("notInstalled", "Install it there from Shopify's Dev Dashboard")]
    [InlineData("notPermitted", "Use an app of that organisation, or an access token")]
    public async Task A_shop_that_grants_no_token_is_sent_nothing_and_stops_alone(string access, string remedy)
    {
        var (granting, sound) = (await StoreAsync(new { appAccess = access }), await _stage.StoreAsync("sound"));
        var products = await _stage.ProductsAsync(4, granting, sound);

        var job = await _stage.HaltedAsync(await _stage.StartAsync());

        var halted = job.Stores.Single(s => s.StoreId == granting.Id);
        Assert.Equal((StorePushStatus.Paused, 0, null), (halted.Status, halted.Progress.Processed, halted.Halt!.ProbeAt));
        Assert.Contains(remedy, halted.Halt.Reason, StringComparison.Ordinal);
        Assert.Empty(await _stage.HeldAsync(granting));
        await _stage.AssertExactlyOnceAsync(job, sound, products);
    }

    [Fact]
    public async Task A_token_endpoint_that_is_away_for_a_moment_costs_no_product()
    {
        var store = await StoreAsync(new { faults = new { tokenUnavailable = new { count = 2 } } });
        var products = await _stage.ProductsAsync(5, store);

        var job = await _stage.PushAsync();

        Assert.Equal((BulkPushJobStatus.Completed, 5), (job.Status, job.Created));
        await _stage.AssertExactlyOnceAsync(job, store, products);
    }

    [Fact]
    public async Task One_refusal_of_a_token_costs_no_product()
    {
        var store = await StoreAsync();
        var products = await _stage.ProductsAsync(10, store);
        await _stage.Shops.ConfigureAsync(new { faults = new { tokenRevoked = new { count = 1 } } }, "granting");

        var job = await _stage.PushAsync();

        Assert.Equal((BulkPushJobStatus.Completed, 10, 0), (job.Status, job.Created, job.Failed));
        await _stage.AssertExactlyOnceAsync(job, store, products);
        Assert.Equal(2, await TokensIssuedAsync());
    }

    [Fact]
    public async Task Of_two_processes_that_need_a_token_at_the_same_time_one_asks_the_shop()
    {
        var store = await StoreAsync(new { latencyMs = 300 });
        var first = _stage.Worker;
        await _stage.StartWorkerAsync();

        var tokens = await Task.WhenAll(new[] { first, _stage.Worker }.SelectMany(host => new[] { host, host }).Select(host => TokenAsync(host, store)));

        Assert.Single(tokens.Distinct());
        Assert.Equal(1, await TokensIssuedAsync());
    }

    [Fact]
    public async Task A_check_shows_that_a_secret_is_not_good_any_more_although_the_token_is()
    {
        var store = await StoreAsync();
        await TokenAsync(_stage.Worker, store);
        await _stage.Shops.ConfigureAsync(new { clientSecret = "shpss_rotated" }, "granting");

        var refused = (await Stores.CheckAsync(store.Id, "test", Ct))!;
        await EnterSecretAsync(store, "shpss_rotated");
        var ready = (await Stores.CheckAsync(store.Id, "test", Ct))!;

        Assert.Contains("does not accept the client id and secret", Assert.Single(refused.Problems), StringComparison.Ordinal);
        Assert.True(ready.IsReady, string.Join(' ', ready.Problems));
    }

    /// <summary>A shop called <c>granting</c>, and the store that is let in by client id and secret.</summary>
    private async Task<StoreSummary> StoreAsync(object? settings = null)
    {
        await _stage.Shops.ConfigureAsync(new { clientId = "bulkpush", clientSecret = "shpss_granting" }, "granting");
        return await _stage.StoreAsync("granting", settings, edit => edit with { AccessToken = null, ClientId = "bulkpush", ClientSecret = "shpss_granting" });
    }

    private async Task EnterSecretAsync(StoreSummary store, string secret)
    {
        var edit = new StoreEdit { Name = store.Name, Domain = store.Domain, AdminUrl = store.AdminUrl, ClientSecret = secret, Settings = store.Settings };
        Assert.IsType<StoreSaveResult.Saved>(await Stores.UpdateAsync(store.Id, edit, "test", Ct));
    }

    private static async Task<string> TokenAsync(IHost host, StoreSummary store)
    {
        var connection = (await host.Services.GetRequiredService<StoreService>().ConnectAsync(store.Id, Ct))!;
        return Assert.IsType<TokenOutcome.Usable>(await connection.Tokens.CurrentAsync(Ct)).Token.Value;
    }

    private async Task<int> TokensIssuedAsync() => (int)(await _stage.Shops.ControlAsync("granting")).At("requests.tokensIssued")!;
}
