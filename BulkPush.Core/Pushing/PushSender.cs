using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing.Bulk;
using BulkPush.Core.Pushing.Strategy;
using BulkPush.Core.Pushing.Suspects;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;

namespace BulkPush.Core.Pushing;

/// <summary>Sends what a push has pending, in files or directly, whichever ends sooner or was asked for. What files leave open is sent directly in the end.</summary>
internal sealed class PushSender(
    BulkOperationsFactory bulk,
    BulkLeftovers leftovers,
    BulkRounds files,
    PendingProducts pending,
    SuspectSender suspects,
    DirectSender calls,
    PushWeights weights,
    StrategyPlanner strategies)
{
    /// <summary>Prepares the store, sends everything that is pending and saves every outcome before it returns or throws.</summary>
    /// <param name="showPhase">Shows what is being done before any product is.</param>
    /// <exception cref="OperationCanceledException">Stopped, by an operator or by shutdown.</exception>
    /// <exception cref="ShopifyStoreException">The store as a whole cannot be pushed any further.</exception>
    /// <exception cref="StorePushGivesWayException">Another push of the store goes first.</exception>
    /// <exception cref="StorePushLostException">Another firing holds the push.</exception>
    public async Task SendAsync(
        PushHold hold, StorePushProgress planned, StoreConnection connection, ShopifyStoreClient client, Func<string, Task> showPhase, CancellationToken cancellationToken)
    {
        var shopify = bulk.For(connection);
        var beginning = await BeginAsync(hold.Push, client, cancellationToken);
        if (beginning.Leftovers.Count > 0)
        {
            await showPhase(PushPhase.BulkLeftovers);
            await leftovers.EndAsync(hold, beginning.Leftovers, shopify, cancellationToken);
        }

        var progress = await suspects.SendAsync(hold, planned, client, cancellationToken);
        if (progress != planned)
        {
            beginning = beginning with { First = null };
        }

        var choice = await ChoiceAsync(hold, beginning, client, shopify, cancellationToken);
        if (choice.Strategy == PushStrategy.Bulk || beginning.HasFiles)
        {
            progress = await files.SendAsync(hold, progress, choice, client, shopify, cancellationToken);
            beginning = beginning with { First = null };
        }

        if (progress.Processed < progress.Total)
        {
            await calls.SendAsync(hold, progress with { Phase = PushPhase.Pushing }, beginning.First, client, cancellationToken);
            await strategies.RememberAsync(hold.Push, null, client.Latency, cancellationToken);
        }
    }

    /// <summary>Whether a push has files that are not accounted for.</summary>
    public Task<bool> HasFilesAsync(StorePush push, CancellationToken cancellationToken) => files.AreOpenAsync(push, cancellationToken);

    /// <summary>Ends what a push has at Shopify because it was cancelled; what was done by then is recorded.</summary>
    /// <param name="cancellationToken">Gives up waiting for Shopify.</param>
    /// <exception cref="ShopifyStoreException">The store does not let us in.</exception>
    public Task EndAsync(PushHold hold, StoreConnection connection, ShopifyStoreClient client, CancellationToken cancellationToken) =>
        files.EndAsync(hold, bulk.For(connection), client.NewVariants, cancellationToken);

    /// <summary>
    /// Reads what sending begins with while the store's first answers travel: a full bucket restores nothing meanwhile, so every moment until the first
    /// product is lost to the store's limit.
    /// </summary>
    private async Task<Beginning> BeginAsync(StorePush push, ShopifyStoreClient client, CancellationToken cancellationToken)
    {
        var preparing = client.PrepareAsync(cancellationToken);
        try
        {
            var left = await leftovers.FindAsync(push, cancellationToken);
            var hasFiles = await files.AreOpenAsync(push, cancellationToken);
            var weight = push.Strategy is null ? await weights.MeasureAsync(push, cancellationToken) : null;
            var first = left.Count == 0 && !hasFiles && !CarefulProducts.IsCareful(push) ? await pending.FirstAsync(push, cancellationToken) : null;
            return new Beginning(left, hasFiles, weight, first);
        }
        finally
        {
            await preparing;
        }
    }

    /// <summary>A push that goes on keeps the choice that was made when it began.</summary>
    private async Task<StrategyChoice> ChoiceAsync(
        PushHold hold, Beginning beginning, ShopifyStoreClient client, BulkOperations shopify, CancellationToken cancellationToken)
    {
        if (hold.Push.Strategy is { } made)
        {
            return new StrategyChoice(made, hold.Push.StrategyReason ?? "");
        }

        var asked = hold.Push.Job!.Scope.Strategy;
        var choice = beginning.Weight is { } weight && beginning.Leftovers.Count == 0
            ? strategies.Choose(hold.Push, asked, weight, client, shopify)
            : await strategies.ChooseAsync(hold.Push, asked, client, shopify, cancellationToken);
        await strategies.KeepAsync(hold, choice, cancellationToken);
        return choice;
    }

    /// <param name="Leftovers">What earlier pushes left at Shopify.</param>
    /// <param name="HasFiles">Whether files of this push are not accounted for.</param>
    /// <param name="Weight">What is left to send; null when the choice is made already.</param>
    /// <param name="First">The first products, as long as no file changes which they are.</param>
    private sealed record Beginning(IReadOnlyList<BulkOperation> Leftovers, bool HasFiles, PushWeight? Weight, PendingBatch? First);
}
