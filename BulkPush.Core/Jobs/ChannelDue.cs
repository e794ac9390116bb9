namespace BulkPush.Core.Jobs;

/// <summary>
/// When a channel needs no push, as SQL over <c>product_channels c</c>, <c>products p</c> and <c>stores s</c>: everything that could alter what is
/// sent carries a revision, and all three equal those last accepted (ARCHITECTURE 3.6). The planner and the preview share it.
/// </summary>
internal static class ChannelDue
{
    public const string IsUpToDate =
        "(c.last_error_at is null and c.deferred_until is null and c.pushed_hash is not null and c.pushed_product_revision = p.revision "
        + "and c.pushed_channel_revision = c.revision and c.pushed_store_revision = s.revision)";

    /// <summary>
    /// Until when a channel that is not up to date waits for the store's limit on new variants; null when it may be sent now (<c>@now</c>). A product that
    /// the store does not know waits as long as the store does. One that it knows waits only in the very revision that was refused, because any
    /// other may bring no new variants.
    /// </summary>
    public const string WaitsUntil =
        "(case when c.shopify_product_id is null and s.new_variants_from > @now then s.new_variants_from "
        + "when c.shopify_product_id is not null and c.deferred_until > @now and c.deferred_product_revision = p.revision then c.deferred_until end)";
}
