using System.Globalization;
using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using BulkPush.Core.Pushing.Strategy;
using BulkPush.Core.Shopify;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Pushing.Bulk;

/// <summary>
/// Sends in files, and what the files left open in further files, while that settles most of it and is quicker than sending the rest directly.
/// </summary>
internal sealed class BulkRounds(IDbContextFactory<BulkPushDbContext> contexts, BulkSender sender, BulkOperationLedger ledger, StrategyPlanner strategies)
{
    /// <summary>Whether files of an earlier firing are not accounted for.</summary>
    public async Task<bool> AreOpenAsync(StorePush push, CancellationToken cancellationToken) => (await ledger.OpenAsync(push, cancellationToken)).Count > 0;

    /// <returns>The push's figures; what is not processed in them is to be sent directly.</returns>
    /// <exception cref="StorePushGivesWayException">Another push of the store goes first.</exception>
    /// <inheritdoc cref="BulkSender.SendAsync"/>
    public async Task<StorePushProgress> SendAsync(
        PushHold hold, StorePushProgress planned, StrategyChoice choice, ShopifyStoreClient client, BulkOperations shopify, CancellationToken cancellationToken)
    {
        var progress = planned;
        while (true)
        {
            (var round, progress) = await sender.SendAsync(hold, progress, shopify, client.NewVariants, cancellationToken);
            await strategies.RememberAsync(hold.Push, round.LinesPerSecond, null, cancellationToken);
            var left = progress.Total - progress.Processed;
            if (left <= 0)
            {
                return progress;
            }

            if (round.IsGivingWay)
            {
                throw new StorePushGivesWayException(hold.Push.Id);
            }

            // Lines may have failed for want of the definition, which is made again here.
            await client.PrepareAsync(cancellationToken);
            var rest = left == 1 ? "The last one was sent directly" : string.Create(CultureInfo.InvariantCulture, $"The last {left:#,0} were sent directly");
            if (round.Refusal is { } refusal)
            {
                await strategies.KeepAsync(hold, choice with { Reason = $"{choice.Reason} {rest}: Shopify took no more files ({refusal.Code})." }, cancellationToken);
                return progress;
            }

            // Files that settle little would go round and round over the same products.
            var isWorthIt = hold.Push.Job!.Scope.Strategy == PushStrategy.Bulk
                ? await strategies.IsWorthAFileAsync(hold.Push, client, shopify, cancellationToken)
                : round.Settled * 2 >= round.Sent
                    && (await strategies.ChooseAsync(hold.Push, PushStrategy.Auto, client, shopify, cancellationToken)).Strategy == PushStrategy.Bulk;
            if (round.Settled == 0 || !isWorthIt)
            {
                await strategies.KeepAsync(hold, choice with { Reason = $"{choice.Reason} {rest}." }, cancellationToken);
                return progress;
            }
        }
    }

    /// <inheritdoc cref="BulkSender.EndAsync"/>
    public async Task EndAsync(PushHold hold, BulkOperations shopify, NewVariantLimit newVariants, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var push = await db.StorePushes.AsNoTracking().SingleAsync(p => p.Id == hold.Push.Id, cancellationToken);
        await sender.EndAsync(hold, await StorePushFigures.CountAsync(db, push, cancellationToken), shopify, newVariants, cancellationToken);
    }
}
