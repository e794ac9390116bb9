using BulkPush.Core.Catalog;
using BulkPush.Core.Stores;

namespace BulkPush.Core.Shopify;

/// <summary>Turns a product of the catalogue into what a store is sent. Pure: no clock, no I/O, no culture.</summary>
internal sealed class ProductSetMapper
{
    /// <param name="product">With variants, images and metafields loaded.</param>
    /// <param name="force">Send even what has not changed.</param>
    public MapOutcome Map(Product product, ChannelState channel, StoreSettings settings, bool force) => throw new NotImplementedException();
}
