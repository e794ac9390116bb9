using System.Text.Json.Serialization;

namespace BulkPush.Core.Jobs;

/// <summary>How products are sent to a store; stored in lower case.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PushStrategy>))]
public enum PushStrategy
{
    /// <summary>Whatever ends sooner for each store, by estimate.</summary>
    Auto,

    /// <summary>One call a product, as fast as the store's rate limit lets.</summary>
    Direct,

    /// <summary>In files that Shopify works through by itself (bulk operations), outside the rate limit.</summary>
    Bulk,
}
