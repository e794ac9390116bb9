namespace BulkPush.Core.Stores;

/// <summary>The version of the Admin API that serves a store, as its replies say (<c>X-Shopify-API-Version</c>, FACTS section 1).</summary>
/// <param name="Asked">The version that BulkPush asks for.</param>
/// <param name="Served">The version that answered; another one when the one asked for has been retired.</param>
/// <param name="Since">Since when these two were seen together.</param>
public sealed record StoreApiVersion(string Asked, string Served, DateTimeOffset Since)
{
    /// <summary>Until when Shopify has promised to support the version that serves; null for <c>unstable</c>.</summary>
    public DateOnly? SupportedUntil => ApiVersionSupport.EndOf(Served);
}
