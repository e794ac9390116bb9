using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using BulkPush.Core.Pushing.Bulk;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Pushing.Strategy;

/// <summary>Gathers what a choice of strategy needs, and keeps the choice with the push and what was seen with the store.</summary>
internal sealed class StrategyPlanner(IDbContextFactory<BulkPushDbContext> contexts, PushWeights weights, IOptions<PushingOptions> options)
{
    /// <summary>A store of Shopify's standard plan, for one that has not told its limit (FACTS section 3).</summary>
    private static readonly BudgetReading Standard = new(2000, 2000, 100);

    /// <summary>What the choice would be for what is left now.</summary>
    public async Task<StrategyChoice> ChooseAsync(
        StorePush push, PushStrategy asked, ShopifyStoreClient client, BulkOperations shopify, CancellationToken cancellationToken) =>
        Choose(push, asked, await weights.MeasureAsync(push, cancellationToken), client, shopify);

    /// <param name="weight">What is left, as <see cref="PushWeights"/> measured it.</param>
    public StrategyChoice Choose(StorePush push, PushStrategy asked, PushWeight weight, ShopifyStoreClient client, BulkOperations shopify) =>
        StrategyChooser.Choose(asked, Facts(push, weight, client, shopify));

    /// <summary>Whether what is left would take longer directly than a file needs before its first line: for an operator who wants files.</summary>
    public async Task<bool> IsWorthAFileAsync(StorePush push, ShopifyStoreClient client, BulkOperations shopify, CancellationToken cancellationToken) =>
        StrategyChooser.DirectTime(Facts(push, await weights.MeasureAsync(push, cancellationToken), client, shopify)) > options.Value.BulkOverhead;

    private StrategyFacts Facts(StorePush push, PushWeight weight, ShopifyStoreClient client, BulkOperations shopify)
    {
        var (store, pushing) = (push.Store!, options.Value);
        var limit = BulkFileLimit.For(weight.Products, shopify.AtOnce, pushing.BulkLines);
        var files = (weight.Products + limit.Lines - 1) / limit.Lines;
        var check = store.LastCheck is { MaximumAvailable: { } maximum, RestoreRate: { } rate } ? new BudgetReading(maximum, maximum, rate) : null;
        return new StrategyFacts(
            weight.Products,
            weight.Points,
            client.Budget.Read() ?? check ?? Standard,
            store.Pace?.LatencySeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : client.Latency ?? TimeSpan.Zero,
            pushing.RequestsInFlight,
            store.Pace?.BulkLinesPerSecond ?? pushing.BulkLinesPerSecond,
            store.Pace?.BulkLinesPerSecond is not null,
            Math.Clamp(files, 1, shopify.AtOnce),
            pushing.BulkOverhead);
    }

    /// <exception cref="StorePushLostException">Another firing holds the push.</exception>
    public async Task KeepAsync(PushHold hold, StrategyChoice choice, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var held = await db.StorePushes
            .Where(p => p.Id == hold.Push.Id && p.Status == StorePushStatus.Running && p.FireInstanceId == hold.FireInstanceId)
            .ExecuteUpdateAsync(
                set => set.SetProperty(p => p.Strategy, choice.Strategy).SetProperty(p => p.StrategyReason, choice.Reason), cancellationToken);
        if (held == 0)
        {
            throw new StorePushLostException(hold.Push.Id);
        }
    }

    /// <summary>Remembers how fast the store was, for the next estimates; what was not seen stays as it was.</summary>
    public async Task RememberAsync(StorePush push, double? bulkLinesPerSecond, TimeSpan? latency, CancellationToken cancellationToken)
    {
        if (bulkLinesPerSecond is null && latency is null)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await db.Stores.Where(s => s.Id == push.StoreId).Select(s => s.Pace).SingleOrDefaultAsync(cancellationToken) ?? new StorePace();
        var seen = new StorePace
        {
            BulkLinesPerSecond = bulkLinesPerSecond ?? known.BulkLinesPerSecond,
            LatencySeconds = latency?.TotalSeconds ?? known.LatencySeconds,
        };
        await db.Stores.Where(s => s.Id == push.StoreId).ExecuteUpdateAsync(set => set.SetProperty(s => s.Pace, seen), cancellationToken);
    }
}
