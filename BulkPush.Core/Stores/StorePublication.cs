namespace BulkPush.Core.Stores;

/// <summary>A place where a store shows products: its online store, a point of sale, a marketplace. Shopify calls it a publication.</summary>
/// <param name="Id">Publication GID; different in every store.</param>
public sealed record StorePublication(string Id, string Name);
