using BulkPush.Core.Catalog;
using BulkPush.Core.Jobs;
using BulkPush.Core.Stores;
using BulkPush.Tests.DemoStores;
using BulkPush.Tests.Pushing.Bulk;
using BulkPush.Tests.Pushing.Crashes;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Pushing.Faults;

/// <summary>
/// Pushes through a run's faults, then again through none. What the first push says of itself must be true whatever happened to it, and the second must
/// bring every shop to what the catalogue says.
/// </summary>
internal sealed class FaultRun(DrawnRun drawn, PushStage stage)
{
    private readonly List<Product> _sound = [];
    private readonly List<StoreSummary> _stores = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private PushScope Scope => new() { Strategy = drawn.Strategy, StoreIds = [.. _stores.Select(store => store.Id)] };

    public async Task PassAsync()
    {
        await ArrangeAsync();
        var jobId = drawn.Death is { } death ? await StartDyingAsync(death) : await stage.StartAsync(Scope);
        await AssertTrueAsync(await RestedAsync(jobId));
        await MendAsync();
        await AssertTrueAsync(await stage.ResumedAsync(jobId));
        await AssertMendedAsync(await stage.PushAsync(Scope));
    }

    private async Task ArrangeAsync()
    {
        foreach (var _ in drawn.Shops)
        {
            _stores.Add(await stage.StoreAsync($"seed-{drawn.Seed}-{_stores.Count}"));
        }

        _sound.AddRange(await stage.ProductsAsync(drawn.Sound, [.. _stores]));
        foreach (var unsound in await stage.ProductsAsync(drawn.Unsound, [.. _stores]))
        {
            await stage.ChangeAsync(unsound, product => product.Title = " ");
        }

        foreach (var (store, shop) in _stores.Zip(drawn.Shops))
        {
            await stage.Shops.ConfigureAsync(shop.Settings, store.Name);
        }
    }

    private async Task<Guid> StartDyingAsync(DrawnDeath death)
    {
        await using var dying = await stage.StartWorkerProcessAsync(new Dictionary<string, string>([.. CrashStage.Settings, .. StartupHook.DyingAt(death.Point, death.Pass)])
        {
            ["Pushing:BulkLines"] = "12",
            ["Pushing:ProbeAfter"] = "00:00:00.100",
            ["Pushing:ProbeAtMost"] = "00:00:00.200",
            ["Pushing:ProbesAtMost"] = FaultSeedTests.Probes,
            ["Shopify:BackOff"] = "00:00:00.010",
            ["Shopify:MaxBackOff"] = "00:00:00.100",
        });
        var jobId = await stage.StartAsync(Scope);
        await Eventually.IsTrueAsync(async () => dying.HasEnded || await IsAtRestAsync(jobId), "the worker dies, or does what it can");
        await stage.StartWorkerAsync();
        return jobId;
    }

    /// <summary>Waits until a push has ended, or nothing but an operator lets the rest of it go on.</summary>
    private async Task<JobProgress> RestedAsync(Guid jobId)
    {
        await Eventually.IsTrueAsync(() => IsAtRestAsync(jobId), "the push ends, or its stores wait for an operator");
        return await stage.JobAsync(jobId);
    }

    private async Task<bool> IsAtRestAsync(Guid jobId) => (await stage.JobAsync(jobId)).Stores.All(s => s.IsFinal || s.Halt is { ProbeAt: null });

    /// <summary>What holds of every push that has ended or rests, however badly.</summary>
    private async Task AssertTrueAsync(JobProgress job)
    {
        foreach (var store in _stores)
        {
            await stage.AssertFiguresAsync(job, store);
            var push = job.Stores.Single(s => s.StoreId == store.Id);
            Assert.Equal(0, push.Progress.Skipped);
            Assert.True(
                push.Status == StorePushStatus.Completed ? push.Progress.Processed == push.Progress.Total : !string.IsNullOrEmpty(push.Halt?.Reason),
                $"{push.Status} with {push.Progress.Processed} of {push.Progress.Total}, {push.Error ?? push.Halt?.Reason}");
            var held = (await stage.HeldAsync(store)).ConvertAll(product => product.Text("handle")!);
            Assert.Equal(held.Distinct(), held);
            await using var db = await stage.Contexts.CreateDbContextAsync(Ct);
            var items = await db.PushItems.AsNoTracking().Where(i => i.StorePushId == push.StorePushId).ToListAsync(Ct);
            Assert.Subset(held.ToHashSet(), _sound.Where(p => items.Exists(i => i.ProductId == p.Id && i.Outcome == PushItemOutcome.Created)).Select(p => p.Handle).ToHashSet());
            Assert.All(items.Where(i => i.Outcome == PushItemOutcome.Failed), item => Assert.False(string.IsNullOrEmpty(item.ErrorMessage)));
        }
    }

    private async Task MendAsync()
    {
        foreach (var store in _stores)
        {
            await stage.Shops.ActAsync(new { action = "clearFaults" }, store.Name);
            await stage.HurryAsync(store);
        }
    }

    private async Task AssertMendedAsync(JobProgress job)
    {
        Assert.Equal(
            (BulkPushJobStatus.Completed, drawn.Sound * _stores.Count, drawn.Unsound * _stores.Count, 0),
            (job.Status, job.Created + job.Updated + job.Unchanged, job.Failed, job.Skipped));
        var next = await stage.PushAsync(Scope);
        Assert.Equal((drawn.Sound * _stores.Count, drawn.Unsound * _stores.Count), (next.Unchanged, next.Failed));
        foreach (var store in _stores)
        {
            await stage.AssertExactlyOnceAsync(next, store, _sound);
            await stage.AssertNoFileRanTwiceAsync(store);
            Assert.Equal(
                _sound.Select(p => $"{p.Title}: {string.Join(' ', p.Variants.Select(v => v.Sku))}").Order(StringComparer.Ordinal),
                (await stage.HeldAsync(store)).Select(h => $"{h.Text("title")}: {string.Join(' ', h["variants"]!.AsArray().Select(v => v.Text("sku")))}").Order(StringComparer.Ordinal));
        }

        await stage.AssertAccountedForAsync();
    }
}
