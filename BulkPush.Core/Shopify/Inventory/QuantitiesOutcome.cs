namespace BulkPush.Core.Shopify.Inventory;

/// <summary>What became of setting quantities.</summary>
/// <param name="Attempts">Requests sent, waits for Shopify's limit not counted.</param>
internal abstract record QuantitiesOutcome(int Attempts)
{
    /// <summary>All quantities are as asked for.</summary>
    /// <param name="AdjustmentGroupId">GID of the change in the store's inventory history; null when they all were so already.</param>
    internal sealed record Set(string? AdjustmentGroupId, int Attempts) : QuantitiesOutcome(Attempts);

    /// <summary>Nothing was set: no row is, when one is refused (capture 54).</summary>
    internal sealed record Refused(IReadOnlyList<QuantityRefusal> Refusals, int Attempts) : QuantitiesOutcome(Attempts);

    /// <summary>Whether anything was set is not known. Within 24 hours the same call with the same key is safe.</summary>
    /// <param name="Message">What was met and what to do.</param>
    internal sealed record Unknown(string Message, int Attempts) : QuantitiesOutcome(Attempts);
}

/// <summary>Why quantities were refused.</summary>
/// <param name="Row">Index of the row that it is about; null when it is about the whole call.</param>
/// <param name="Field">Field of the row, or of the call; null when Shopify names none.</param>
/// <param name="Code">Shopify's code.</param>
/// <param name="Message">Shopify's words and what to do.</param>
internal sealed record QuantityRefusal(int? Row, string? Field, string Code, string Message)
{
    /// <summary>The stock changed since it was read: read it again before setting it.</summary>
    public bool IsStale => Code == "CHANGE_FROM_QUANTITY_STALE";

    /// <summary>An earlier attempt with the same key failed in Shopify: it changed nothing, and its key is used up.</summary>
    public bool WantsNewKey => Code == "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED";
}
