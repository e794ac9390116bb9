namespace BulkPush.Core.Jobs;

/// <summary>
/// Products of a store's push that were up to date when it was planned. There is nothing to say about each but that, so one row holds those of a
/// whole stretch of ids: a push that changes nothing costs little more than finding that out, and leaves little behind (docs/adr/0009).
/// </summary>
public sealed class UnchangedProducts
{
    /// <summary>How many ids a stretch spans.</summary>
    public const int SliceWidth = 1024;

    public required Guid StorePushId { get; init; }

    /// <summary>The products' ids divided by <see cref="SliceWidth"/>, without the remainder.</summary>
    public required long Slice { get; init; }

    /// <summary>Ascending, at least one. Of products that were deleted since, the ids stay.</summary>
    public required long[] ProductIds { get; init; }
}
