using BulkPush.Core.Catalog;
using ChannelState = BulkPush.Core.Shopify.ChannelState;

namespace BulkPush.Core.Pushing;

/// <summary>A product that a push has yet to send, as far as it could be read.</summary>
internal abstract record PendingItem;

/// <summary>A product with its channel as it stands. Its revisions are those that a success will record.</summary>
internal sealed record PendingProduct(Product Product, ProductChannel Channel) : PendingItem
{
    public ChannelState State => ChannelState.Of(Channel);
}

/// <summary>A product whose own rows cannot be read: nothing is sent, and that is its outcome, not the end of its push.</summary>
internal sealed record UnreadableProduct(ProductReference Product, Exception Fault) : PendingItem;
