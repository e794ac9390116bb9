namespace BulkPush.Core.Stores;

/// <summary>Which addresses a store may be given; read from the section <c>Shopify</c>, whose client obeys the same key.</summary>
public sealed class StoreAddressOptions
{
    public const string SectionName = "Shopify";

    /// <summary>Lets a store's admin URL be a loopback address: for demo stores and other local Admin APIs.</summary>
    public bool AllowLoopback { get; set; }
}
