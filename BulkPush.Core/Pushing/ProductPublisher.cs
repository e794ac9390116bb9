using System.Threading.Channels;
using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Pushing;

/// <summary>
/// Publishes the products that are new in a store to the publications chosen for it, after everything is sent: one call each, as many at a time as
/// the store's cost budget admits. What goes wrong here is kept with the product and never changes the outcome of its push.
/// </summary>
internal sealed partial class ProductPublisher(
    IDbContextFactory<BulkPushDbContext> contexts,
    UnpublishedProducts unpublished,
    PublishWriter writer,
    IOptions<PushingOptions> options,
    TimeProvider clock,
    ILogger<ProductPublisher> logger)
{
    private const string Hidden = "Published, but Shopify shows no draft and no archived product anywhere. It appears as soon as its status is active in the store.";

    /// <summary>Publishes everything that is due and saves every outcome before it returns or throws. Whatever the store as a whole refuses becomes a warning of the push.</summary>
    /// <exception cref="OperationCanceledException">Stopped, by an operator or by shutdown. Calls under way are given up: publishing again changes nothing.</exception>
    /// <exception cref="StorePushGivesWayException">Another push of the store goes first.</exception>
    /// <exception cref="StorePushLostException">Another firing holds the push.</exception>
    public async Task PublishAsync(StorePush push, string fireInstanceId, ShopifyStoreClient client, CancellationToken cancellationToken)
    {
        var (progress, chosen) = await ReadAsync(push, cancellationToken);
        if (progress.Publishing.Pending == 0 || chosen.Count == 0)
        {
            return;
        }

        // Crash point 14: created and saved, not published. Safe: the channel says that it is due, and so does the item.
        CrashPoint.Reached(14);
        progress = progress with { Phase = PushPhase.Publishing, IsCoarse = false, UnderWay = 0, RatePerSecond = null, EtaSeconds = null };
        if (client.Lacks(ProductPublishing.NeededScope))
        {
            await WarnAsync(push, fireInstanceId, progress, [Unfinished(progress, ShopifyStoreFaults.ScopeSentence(ProductPublishing.NeededScope))], cancellationToken);
            return;
        }

        var choice = new PublicationChoice(chosen);
        string? stopped = null;
        try
        {
            await writer.WriteAsync(push, fireInstanceId, progress, [], cancellationToken);
            (progress, var storeFault) = await PublishAsync(push, fireInstanceId, progress, choice, client, cancellationToken);
            if (storeFault is not null)
            {
                Log.Stopped(logger, push.Store!.Name, storeFault);
                stopped = storeFault.Message;
            }
        }
        catch (Exception fault) when (IsOurs(fault))
        {
            // The boundary of what comes after a push: every product has its outcome by now, and an error of ours in showing them takes none of that back.
            Log.Broke(logger, fault, push.Store!.Name);
            stopped = $"BulkPush itself failed while publishing ({fault.GetType().Name}); the worker's log has the details. Report this if it comes back.";
            var reached = (await ReadAsync(push, cancellationToken)).Progress;
            progress = progress with { Publishing = reached.Publishing };
        }

        await WarnAsync(push, fireInstanceId, progress, stopped is null ? [.. choice.Warnings] : [.. choice.Warnings, Unfinished(progress, stopped)], cancellationToken);
    }

    private static bool IsOurs(Exception fault) =>
        fault is not (OperationCanceledException or StorePushLostException or StorePushGivesWayException) && !DatabaseFaults.IsAway(fault) && !DatabaseFaults.IsConflict(fault);

    private async Task<(StorePushProgress Reached, ShopifyStoreException? StoreFault)> PublishAsync(
        StorePush push, string fireInstanceId, StorePushProgress progress, PublicationChoice choice, ShopifyStoreClient client, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var results = Channel.CreateBounded<PublishResult>(new BoundedChannelOptions(1000) { SingleReader = true });
        var saving = SaveAsync(push, fireInstanceId, progress, results.Reader, client, stop);
        ShopifyStoreException? storeFault = null;
        var asked = StopRequest.None;
        try
        {
            await using var products = unpublished.StreamAsync(push, stop.Token).GetAsyncEnumerator(stop.Token);
            if (await products.MoveNextAsync())
            {
                // Alone: whatever the store refuses altogether it then refuses once, not for as many as are under way at a time.
                await PublishOneAsync(products.Current, stop.Token);
                await Parallel.ForEachAsync(
                    RestAsync(products),
                    new ParallelOptions { MaxDegreeOfParallelism = options.Value.RequestsInFlight, CancellationToken = stop.Token },
                    PublishOneAsync);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Stopped by ourselves, for the store's fault or because saving failed, which is thrown below.
        }
        finally
        {
            results.Writer.TryComplete();
            (progress, asked) = await saving;
        }

        if (storeFault is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (asked == StopRequest.GiveWay)
            {
                throw new StorePushGivesWayException(push.Id);
            }

            stop.Token.ThrowIfCancellationRequested();
        }

        return (progress, storeFault);

        async ValueTask PublishOneAsync(UnpublishedProduct product, CancellationToken token)
        {
            PublishResult result;
            try
            {
                result = await PublishAsync(product, choice, client, token);
            }
            catch (ShopifyStoreException fault)
            {
                storeFault ??= fault;
                await stop.CancelAsync();
                return;
            }
            catch (Exception fault) when (IsOurs(fault))
            {
                // The item's boundary: one product that breaks our code must not keep the others hidden.
                Log.ProductBroke(logger, fault, product.ProductId);
                result = PublishResult.Broke(product, fault);
            }

            await results.Writer.WriteAsync(result, token);
        }
    }

    private static async IAsyncEnumerable<UnpublishedProduct> RestAsync(IAsyncEnumerator<UnpublishedProduct> products)
    {
        while (await products.MoveNextAsync())
        {
            yield return products.Current;
        }
    }

    private static async Task<PublishResult> PublishAsync(
        UnpublishedProduct product, PublicationChoice choice, ShopifyStoreClient client, CancellationToken cancellationToken)
    {
        var attempts = 0;
        while (choice.Open(product) is { Count: > 0 } open)
        {
            var reply = await client.Publishing.PublishAsync(product.ShopifyProductId, open, cancellationToken);

            // Crash point 15: published, and no row says so. Safe: it is published again, which changes nothing.
            CrashPoint.Reached(15);
            attempts += reply.Attempts;
            switch (reply)
            {
                case PublishReply.Published published when choice.RefusalFor(product) is { } refusal:
                    return new PublishResult(product.ProductId, PublishOutcome.Failed, refusal, open, attempts);
                case PublishReply.Published { IsVisible: true }:
                    return new PublishResult(product.ProductId, PublishOutcome.Published, null, open, attempts);
                case PublishReply.Published:
                    return new PublishResult(product.ProductId, PublishOutcome.Draft, Hidden, open, attempts);
                case PublishReply.PublicationRefused refused:
                    choice.Refuse(refused.PublicationId, refused.Message);
                    break;
                case PublishReply.Failed failed:
                    return new PublishResult(product.ProductId, PublishOutcome.Failed, failed.Message, [], attempts);
                default:
                    throw new InvalidOperationException($"Unknown reply {reply.GetType().Name}.");
            }
        }

        return choice.RefusalFor(product) is { } nowhere
            ? new PublishResult(product.ProductId, PublishOutcome.Failed, nowhere, [], attempts)
            : new PublishResult(product.ProductId, PublishOutcome.Published, null, [], attempts);
    }

    private async Task<(StorePushProgress Progress, StopRequest Asked)> SaveAsync(
        StorePush push, string fireInstanceId, StorePushProgress progress, ChannelReader<PublishResult> results, ShopifyStoreClient client, CancellationTokenSource stop)
    {
        var batch = new List<PublishResult>();
        var asked = StopRequest.None;
        try
        {
            while (await results.WaitToReadAsync(CancellationToken.None))
            {
                while (results.TryRead(out var result))
                {
                    batch.Add(result);
                }

                progress = progress with
                {
                    Publishing = batch.Aggregate(progress.Publishing, (sum, result) => sum.Plus(result.AsCount())),
                    IsWaitingForBudget = client.Budget.IsWaiting,
                };
                asked = await writer.WriteAsync(push, fireInstanceId, progress, batch, CancellationToken.None);
                if (asked != StopRequest.None)
                {
                    // The interrupt may have been lost: the runner finds the flag.
                    await stop.CancelAsync();
                }

                batch.Clear();
                using var next = new CancellationTokenSource();
                await Task.WhenAny(Task.Delay(options.Value.SaveAtMostEach, clock, next.Token), results.Completion);
                await next.CancelAsync();
            }

            return (progress with { IsWaitingForBudget = false }, asked);
        }
        catch
        {
            // Results that cannot be saved must not be made.
            await stop.CancelAsync();
            throw;
        }
    }

    private async Task<(StorePushProgress Progress, IReadOnlyList<StorePublication> Chosen)> ReadAsync(StorePush push, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await db.StorePushes.AsNoTracking().Include(p => p.Store).SingleAsync(p => p.Id == push.Id, cancellationToken);
        return (await StorePushFigures.CountAsync(db, now, cancellationToken), now.Store!.Publications);
    }

    private async Task WarnAsync(
        StorePush push, string fireInstanceId, StorePushProgress progress, List<string> warnings, CancellationToken cancellationToken)
    {
        if (warnings.Count > 0)
        {
            var warned = progress with { Warnings = [.. progress.Warnings.Union(warnings.Select(warning => StorableText.Of(warning)!))] };
            await writer.WriteAsync(push, fireInstanceId, warned, [], cancellationToken);
        }
    }

    private static string Unfinished(StorePushProgress progress, string reason) =>
        $"{reason} {(progress.Publishing.Pending == 1 ? "1 new product is" : $"{progress.Publishing.Pending} new products are")} in the store and not published yet; the next push publishes what is left.";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Publishing new products in {Store} stopped")]
        public static partial void Stopped(ILogger logger, string store, ShopifyStoreException fault);

        [LoggerMessage(LogLevel.Error, "Publishing new products in {Store} broke on an error of our own")]
        public static partial void Broke(ILogger logger, Exception fault, string store);

        [LoggerMessage(LogLevel.Error, "Publishing product {ProductId} broke on an error of our own")]
        public static partial void ProductBroke(ILogger logger, Exception fault, long productId);
    }
}
