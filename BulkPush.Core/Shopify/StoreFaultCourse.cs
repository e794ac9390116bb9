namespace BulkPush.Core.Shopify;

/// <summary>How a fault that concerns a whole store ends.</summary>
internal enum StoreFaultCourse
{
    /// <summary>By itself, or by somebody outside BulkPush: asking the store now and then finds out.</summary>
    MayHeal,

    /// <summary>By an operator, who changes something here, in the app or in the store.</summary>
    NeedsHand,

    /// <summary>Never.</summary>
    Final,
}

/// <summary>Tells how faults of whole stores end, by their codes.</summary>
internal static class StoreFaultCourses
{
    /// <summary>The store is gone from BulkPush.</summary>
    public const string StoreMissing = "STORE_MISSING";

    public static StoreFaultCourse Of(string code) => code switch
    {
        StoreMissing => StoreFaultCourse.Final,

        // Unreachable, 5xx, maintenance; and what a store's owner or Shopify's support ends (402, 403, 423) without a change here.
        ShopifyStoreFaults.Unavailable or ShopifyStoreFaults.Frozen or ShopifyStoreFaults.Forbidden or ShopifyStoreFaults.Locked => StoreFaultCourse.MayHeal,
        _ => StoreFaultCourse.NeedsHand,
    };
}
