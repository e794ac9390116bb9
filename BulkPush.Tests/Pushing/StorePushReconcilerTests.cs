using BulkPush.Core;
using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing;
using BulkPush.Tests.Jobs;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BulkPush.Tests.Pushing;

public sealed class StorePushReconcilerTests(PostgresFixture database) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private readonly JobScenario _scenario = new(database.Contexts);
    private readonly IHost _node = Node(database.ConnectionString);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private StorePushReconciler Reconciler => _node.Services.GetRequiredService<StorePushReconciler>();

    public async ValueTask InitializeAsync() => await _node.StartAsync(Ct);

    public async ValueTask DisposeAsync()
    {
        await _node.StopAsync(CancellationToken.None);
        _node.Dispose();
    }

    [Fact]
    public async Task Queues_a_push_again_that_the_scheduler_has_forgotten()
    {
        var store = await _scenario.StoreAsync("Forgotten");
        await _scenario.ProductsAsync(1, store);
        await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] });

        Assert.Equal(1, await Reconciler.ReconcileAsync(Ct));
        Assert.Equal(0, await Reconciler.ReconcileAsync(Ct));
        Assert.True(await _node.Services.GetRequiredService<StorePushQueue>().IsAliveAsync(store.Id, Ct));
    }

    [Fact]
    public async Task Leaves_a_push_alone_that_waits_in_the_queue()
    {
        var store = await _scenario.StoreAsync("Waiting");
        await _scenario.ProductsAsync(1, store);
        await _node.Services.GetRequiredService<BulkPushJobService>().StartAsync(new PushScope { StoreIds = [store.Id] }, "sam", null, Ct);

        await Reconciler.ReconcileAsync(Ct);

        Assert.True(await _node.Services.GetRequiredService<StorePushQueue>().IsAliveAsync(store.Id, Ct));
    }

    [Fact]
    public async Task A_cancelled_push_leaves_nothing_in_the_queue()
    {
        var store = await _scenario.StoreAsync("Taken back");
        await _scenario.ProductsAsync(1, store);
        var jobs = _node.Services.GetRequiredService<BulkPushJobService>();
        var started = Assert.IsType<StartResult.Started>(await jobs.StartAsync(new PushScope { StoreIds = [store.Id] }, "sam", null, Ct));

        await jobs.CancelAsync(started.JobId, "sam", Ct);

        Assert.False(await _node.Services.GetRequiredService<StorePushQueue>().IsAliveAsync(store.Id, Ct));
    }

    [Fact]
    public async Task Settles_a_job_whose_stores_are_gone_and_leaves_the_others()
    {
        var (gone, stays) = (await _scenario.StoreAsync("Gone"), await _scenario.StoreAsync("Stays"));
        await _scenario.ProductsAsync(1, gone, stays);
        var orphan = await _scenario.StartedAsync(new PushScope { StoreIds = [gone.Id] });
        var open = await _scenario.StartedAsync(new PushScope { StoreIds = [stays.Id] });
        await using var db = await database.Contexts.CreateDbContextAsync(Ct);
        await db.Stores.Where(s => s.Id == gone.Id).ExecuteDeleteAsync(Ct);

        Assert.Equal(1, await Reconciler.SettleForgottenJobsAsync(Ct));

        var jobs = await db.BulkPushJobs.Where(j => j.Id == orphan || j.Id == open).ToDictionaryAsync(j => j.Id, j => j.Status, Ct);
        Assert.Equal((BulkPushJobStatus.Cancelled, BulkPushJobStatus.Pending), (jobs[orphan], jobs[open]));
        Assert.Equal(0, await Reconciler.SettleForgottenJobsAsync(Ct));

        // Queued nowhere, it would be found by the other tests here.
        await db.BulkPushJobs.Where(j => j.Id == open).ExecuteDeleteAsync(Ct);
    }

    /// <summary>A process that queues pushes and runs none.</summary>
    private static IHost Node(string connectionString)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(TimeProvider.System).AddLogging();
        builder.Services.AddBulkPushCore(connectionString, isWorker: false);
        return builder.Build();
    }
}
