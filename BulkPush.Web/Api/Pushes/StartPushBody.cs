using BulkPush.Core.Jobs;

namespace BulkPush.Web.Api.Pushes;

/// <summary>What to push. Everything is optional: an empty object pushes what changed to every store.</summary>
public sealed record StartPushBody
{
    /// <summary>The stores to push to; null means all.</summary>
    public IReadOnlyList<Guid>? StoreIds { get; init; }

    /// <summary>The products to push; null means all.</summary>
    public IReadOnlyList<long>? ProductIds { get; init; }

    /// <summary>Sends every product in scope again, changed or not.</summary>
    public bool Force { get; init; }

    /// <summary>Only tells what a push would do.</summary>
    public bool DryRun { get; init; }

    /// <summary>How products are sent: <c>auto</c> (the default: whatever ends sooner), <c>direct</c> or <c>bulk</c>.</summary>
    public string? Strategy { get; init; }

    /// <summary>
    /// What to do in stores where another push waits or runs: <c>refuse</c> (the default), <c>queue</c> behind it, or go <c>ahead</c> of it, which only a small
    /// push may. In its other stores it begins at once.
    /// </summary>
    public string? WhenBusy { get; init; }

    /// <summary>Notification targets that are told how the push goes, besides those that are told of every push.</summary>
    public IReadOnlyList<Guid>? NotifyTargetIds { get; init; }

    internal PushScope Scope => new()
    {
        StoreIds = StoreIds,
        ProductIds = ProductIds,
        Force = Force,
        Strategy = Chosen ?? PushStrategy.Auto,
        NotifyTargetIds = NotifyTargetIds is { Count: > 0 } ? NotifyTargetIds : null,
    };

    /// <summary>A sentence that says what is wrong; null when nothing is.</summary>
    internal string? Mistake() =>
        StoreIds is { Count: 0 } ? "storeIds is empty. Leave it out to push to every store."
        : ProductIds is { Count: 0 } ? "productIds is empty. Leave it out to push every product."
        : Strategy is not null && Chosen is null ? $"The strategy '{Strategy}' is not known here. Use 'auto', 'direct' or 'bulk'."
        : WhenBusy is not null && Choice is null ? $"The answer '{WhenBusy}' to a busy store is not known here. Use 'refuse', 'queue' or 'ahead'."
        : null;

    internal WhenBusy? Choice => WhenBusy switch
    {
        "refuse" => Core.Jobs.WhenBusy.Refuse,
        "queue" => Core.Jobs.WhenBusy.Queue,
        "ahead" => Core.Jobs.WhenBusy.Ahead,
        _ => null,
    };

    private PushStrategy? Chosen => Strategy switch
    {
        "auto" => PushStrategy.Auto,
        "direct" => PushStrategy.Direct,
        "bulk" => PushStrategy.Bulk,
        _ => null,
    };
}
