using System.Runtime.CompilerServices;
using BulkPush.Core.Jobs;

namespace BulkPush.Core.Pushing.Suspects;

/// <summary>
/// Streams a push's pending products. After a worker has died with the push it does so in small batches, each marked before anything of it is loaded: if this
/// worker dies, too, the rows tell what it had in hand.
/// </summary>
internal sealed class CarefulProducts(PendingProducts pending, ProductLoader loader, SuspectMarks marks)
{
    /// <summary>Products marked with one statement; with those before them that are still under way they are the suspects after a death.</summary>
    private const int Batch = 25;

    /// <summary>Calls under way at a time: so few products are taken one by one after the next death.</summary>
    public const int CallsAtOnce = 10;

    public static bool IsCareful(StorePush push) => push.WorkerDeaths > 0;

    /// <param name="first">What was read already, if nothing of the push was sent since.</param>
    /// <param name="isOneByOne">Whether a product is done with when the next one is asked for, as while writing files.</param>
    public IAsyncEnumerable<PendingItem> StreamAsync(PushHold hold, PendingBatch? first, bool isOneByOne, CancellationToken cancellationToken) =>
        IsCareful(hold.Push) ? StreamMarkedAsync(hold, isOneByOne, cancellationToken) : pending.StreamAsync(hold.Push, first, cancellationToken);

    private async IAsyncEnumerable<PendingItem> StreamMarkedAsync(PushHold hold, bool isOneByOne, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = 0L;
        var isFirst = true;
        while (await pending.IdsAsync(hold.Push, after, Batch, cancellationToken) is { Count: > 0 } ids)
        {
            await marks.MarkAsync(hold, ids, isOneByOne || isFirst, cancellationToken);
            foreach (var product in await loader.LoadAsync(hold.Push, ids, cancellationToken))
            {
                yield return product;
            }

            (after, isFirst) = (ids[^1], false);
        }

        if (isOneByOne)
        {
            await marks.ClearAsync(hold, cancellationToken);
        }
    }
}
