using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing.Bulk;
using BulkPush.Core.Pushing.Strategy;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;

namespace BulkPush.Core.Pushing;

/// <summary>Sends what a push has pending, in files or directly, whichever ends sooner or was asked for. What files leave open is sent directly in the end.</summary>
internal sealed class PushSender(BulkOperationsFactory bulk, BulkLeftovers leftovers, BulkRounds files, DirectSender calls, StrategyPlanner strategies)
{
    /// <summary>Sends everything that is pending and saves every outcome before it returns or throws.</summary>
    /// <param name="client">A client that was prepared.</param>
    /// <param name="showPhase">Shows what is being done before any product is.</param>
    /// <exception cref="OperationCanceledException">Stopped, by an operator or by shutdown.</exception>
    /// <exception cref="ShopifyStoreException">The store as a whole cannot be pushed any further.</exception>
    /// <exception cref="StorePushLostException">Another firing holds the push.</exception>
    public async Task SendAsync(
        PushHold hold, StorePushProgress planned, StoreConnection connection, ShopifyStoreClient client, Func<string, Task> showPhase, CancellationToken cancellationToken)
    {
        var shopify = bulk.For(connection);
        if (await leftovers.FindAsync(hold.Push, cancellationToken) is { Count: > 0 } left)
        {
            await showPhase(PushPhase.BulkLeftovers);
            await leftovers.EndAsync(hold, left, shopify, cancellationToken);
        }

        var choice = await ChoiceAsync(hold, client, shopify, cancellationToken);
        var progress = choice.Strategy == PushStrategy.Bulk || await files.AreOpenAsync(hold.Push, cancellationToken)
            ? await files.SendAsync(hold, planned, choice, client, shopify, cancellationToken)
            : planned;
        if (progress.Processed < progress.Total)
        {
            await calls.SendAsync(hold.Push, hold.FireInstanceId, progress with { Phase = PushPhase.Pushing }, client, cancellationToken);
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

    /// <summary>A push that goes on keeps the choice that was made when it began.</summary>
    private async Task<StrategyChoice> ChoiceAsync(PushHold hold, ShopifyStoreClient client, BulkOperations shopify, CancellationToken cancellationToken)
    {
        if (hold.Push.Strategy is { } made)
        {
            return new StrategyChoice(made, hold.Push.StrategyReason ?? "");
        }

        var choice = await strategies.ChooseAsync(hold.Push, hold.Push.Job!.Scope.Strategy, client, shopify, cancellationToken);
        await strategies.KeepAsync(hold, choice, cancellationToken);
        return choice;
    }
}
