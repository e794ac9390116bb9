namespace BulkPush.Core.Jobs;

/// <summary>What became of one product in one store's push; stored in lower case.</summary>
public enum PushItemOutcome
{
    /// <summary>Not recorded yet: it will be sent (again) when the push goes on.</summary>
    Pending,
    Created,
    Updated,

    /// <summary>The store already has exactly this; nothing was sent.</summary>
    Unchanged,

    /// <summary>Shopify, or a check before sending, refused the product; the message says why.</summary>
    Failed,

    /// <summary>Not sent, or not taken, because the store may add no more new variants for the time being; it waits until a date and is no failure.</summary>
    Deferred,

    /// <summary>Left out because the push was cancelled or its store failed first.</summary>
    Skipped,
}
