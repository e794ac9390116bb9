using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing;
using BulkPush.Core.Stores;
using BulkPush.Tests.DemoStores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static BulkPush.Tests.Pushing.Bulk.BulkReadings;

namespace BulkPush.Tests.Pushing.Bulk;

/// <summary>A firing dies exactly at a crash point of docs/job-lifecycle.md, and another one goes on.</summary>
public sealed class BulkCrashPointTests(PostgresCluster cluster) : IAsyncLifetime
{
    private readonly CancellationTokenSource _crash = new();
    private PushStage _stage = null!;
    private StoreSummary _store = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private InterruptedTransport Transport => _stage.Services.GetRequiredService<InterruptedTransport>();

    public async ValueTask InitializeAsync()
    {
        _stage = await PushStage.SetAsync(cluster, isWorker: false, Lines(20), KeyValuePair.Create("Pushing:StopGrace", (string?)"00:00:00"));
        _store = await _stage.StoreAsync("berlin", Fast);
    }

    public async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        _crash.Dispose();
    }

    [Fact]
    public async Task Crash_point_10_a_file_that_was_uploaded_and_not_run_is_forgotten_and_written_anew()
    {
        var products = await _stage.ProductsAsync(20, _store);
        var jobId = await _stage.StartAsync(InFiles);
        _stage.Shops.OnAnswered = (method, path) => CrashIf(method == "POST" && path.Contains("/storage", StringComparison.Ordinal));

        await DieAsync();
        var unsent = Assert.Single(await _stage.OperationsAsync());
        await GoOnAsync();

        Assert.Equal(BulkOperationStatus.Prepared, unsent.Status);
        Assert.NotEqual(unsent.ClientIdentifier, Assert.Single(await _stage.AtShopAsync(_store)).Text("clientIdentifier"));
        await AssertDoneAsync(jobId, products);
    }

    [Fact]
    public async Task Crash_point_11_an_operation_that_started_unheard_is_found_by_its_name_and_not_started_again()
    {
        var products = await _stage.ProductsAsync(20, _store);
        var jobId = await _stage.StartAsync(InFiles);
        Transport.DiesAfter = operation => CrashIf(operation == "BulkOperationRunMutation");

        await DieAsync();
        var started = Assert.Single(await _stage.OperationsAsync());
        await GoOnAsync();

        Assert.Equal((BulkOperationStatus.Starting, null), (started.Status, started.ShopifyOperationId));
        Assert.Equal(started.ClientIdentifier, Assert.Single(await _stage.AtShopAsync(_store)).Text("clientIdentifier"));
        await AssertDoneAsync(jobId, products);
    }

    [Fact]
    public async Task Crash_point_11_a_file_that_Shopify_was_never_asked_to_run_is_forgotten_once_that_is_certain()
    {
        var products = await _stage.ProductsAsync(20, _store);
        var jobId = await _stage.StartAsync(InFiles);
        Transport.DiesBefore = operation => CrashIf(operation == "BulkOperationRunMutation");

        await DieAsync();
        var asked = Assert.Single(await _stage.OperationsAsync());
        await GoOnAsync();

        Assert.Equal(BulkOperationStatus.Starting, asked.Status);
        Assert.NotEqual(asked.ClientIdentifier, Assert.Single(await _stage.AtShopAsync(_store)).Text("clientIdentifier"));
        await AssertDoneAsync(jobId, products);
    }

    [Fact]
    public async Task Crash_point_12_results_that_were_read_in_part_are_read_again_and_recorded_once()
    {
        await using var stage = await PushStage.SetAsync(cluster, isWorker: false, KeyValuePair.Create("Pushing:StopGrace", (string?)"00:00:00"));
        (_stage, var former) = (stage, _stage);
        await former.DisposeAsync();
        _store = await _stage.StoreAsync("berlin", Fast);
        var products = await _stage.ProductsAsync(1000, _store);
        var jobId = await _stage.StartAsync(InFiles);
        await _stage.FailAsync(_store, "bulkResultTorn");

        // The first reading breaks off; with the look that would begin the second one the process dies.
        var isTorn = false;
        _stage.Shops.OnAnswered = (_, path) => isTorn |= path.Contains("bulk-operation-outputs", StringComparison.Ordinal);
        Transport.DiesBefore = operation => CrashIf(operation == "BulkOperation" && isTorn);
        await DieAsync();
        var recorded = (await _stage.JobAsync(jobId)).Created;
        await GoOnAsync();

        Assert.InRange(recorded, 1, 999);
        await AssertDoneAsync(jobId, products);
    }

    [Fact]
    public async Task Crash_point_12_results_that_were_all_recorded_are_not_recorded_again()
    {
        var products = await _stage.ProductsAsync(20, _store);
        var jobId = await _stage.StartAsync(InFiles);
        await using var db = await _stage.Contexts.CreateDbContextAsync(Ct);
        await using var transaction = await db.Database.BeginTransactionAsync(Ct);
        Transport.DiesAfter = operation =>
        {
            // Whoever closes the account waits for this lock, by when everything else is saved.
            if (operation == "BulkOperation")
                db.Database.ExecuteSqlRaw("select 1 from bulk_operations for update");
            return false;
        };

        var dying = DieAsync();
        await Eventually.IsTrueAsync(async () => (await _stage.JobAsync(jobId)).Created == 20, "every result is recorded");
        await _crash.CancelAsync();
        await dying;
        await transaction.RollbackAsync(Ct);
        Assert.Equal(BulkOperationStatus.Running, Assert.Single(await _stage.OperationsAsync()).Status);
        await GoOnAsync();

        await AssertDoneAsync(jobId, products);
        Assert.All(await ItemsAsync(), item => Assert.Equal(1, item.Attempts));
    }

    private bool CrashIf(bool isMoment)
    {
        if (isMoment)
            _crash.Cancel();
        return isMoment;
    }

    /// <summary>Runs a firing that dies.</summary>
    private async Task DieAsync()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FireAsync("firing-1", _crash.Token));
        (Transport.DiesBefore, Transport.DiesAfter) = (_ => false, _ => false);
        _stage.Shops.OnAnswered = (_, _) => { };
    }

    private Task GoOnAsync() => FireAsync("firing-2", Ct);

    private async Task FireAsync(string firing, CancellationToken cancellationToken)
    {
        var push = await _stage.Services.GetRequiredService<StoreClaims>().ClaimAsync(_store.Id, firing, Ct);
        await _stage.Services.GetRequiredService<StorePushRunner>().RunAsync(new PushHold(push!, firing), cancellationToken);
    }

    private async Task AssertDoneAsync(Guid jobId, List<Core.Catalog.Product> products)
    {
        var job = await _stage.JobAsync(jobId);
        Assert.Equal((BulkPushJobStatus.Completed, products.Count, 0), (job.Status, job.Created, job.Failed));
        Assert.Equal(0, await _stage.SentDirectlyAsync(_store));
        await _stage.AssertNoFileRanTwiceAsync(_store);
        await _stage.AssertExactlyOnceAsync(job, _store, products);
        await _stage.AssertAccountedForAsync();
    }

    private async Task<List<PushItem>> ItemsAsync()
    {
        await using var db = await _stage.Contexts.CreateDbContextAsync(Ct);
        return await db.PushItems.AsNoTracking().ToListAsync(Ct);
    }
}
