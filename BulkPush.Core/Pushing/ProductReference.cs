using BulkPush.Core.Jobs;

namespace BulkPush.Core.Pushing;

/// <summary>
/// A product as it was when it was mapped, without its content: what recording its outcome needs. Light, so that many can wait for their outcome.
/// </summary>
/// <param name="ProductRevision">Revisions at the time of mapping: a change made meanwhile keeps the product due.</param>
internal sealed record ProductReference(
    long ProductId, string Handle, string Title, long ProductRevision, long ChannelRevision, long StoreRevision)
{
    /// <param name="push">The push whose store's settings the product is mapped with.</param>
    public static ProductReference Of(PendingProduct source, StorePush push) => new(
        source.Product.Id, source.Product.Handle, source.Product.Title, source.Product.Revision, source.Channel.Revision, push.Store!.Revision);
}
