namespace BulkPush.Core.Jobs;

/// <summary>
/// When a channel needs no push, as SQL over <c>product_channels c</c>, <c>products p</c> and <c>stores s</c>: everything that could alter what is
/// sent carries a revision, and all three equal those last accepted (ARCHITECTURE 3.6). The planner and the preview share it.
/// </summary>
internal static class ChannelDue
{
    public const string IsUpToDate =
        "(c.last_error_at is null and c.pushed_hash is not null and c.pushed_product_revision = p.revision "
        + "and c.pushed_channel_revision = c.revision and c.pushed_store_revision = s.revision)";
}
