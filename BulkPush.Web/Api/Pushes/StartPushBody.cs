using BulkPush.Core.Jobs;
using BulkPush.Core.Notifications;

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

    /// <summary>Sentences that say what is wrong, by field; empty when nothing is.</summary>
    internal async Task<Dictionary<string, string[]>> MistakesAsync(NotificationTargets targets, CancellationToken cancellationToken)
    {
        var unknown = NotifyTargetIds is { Count: > 0 } told ? await targets.UnknownAsync(told, cancellationToken) : [];
        var mistakes = new Dictionary<string, string[]>();
        Refuse(StoreIds is { Count: 0 }, "storeIds", "storeIds is empty. Leave it out to push to every store.");
        Refuse(ProductIds is { Count: 0 }, "productIds", "productIds is empty. Leave it out to push every product.");
        Refuse(Strategy is not null && Chosen is null, "strategy", $"The strategy '{Strategy}' is not known here. Use 'auto', 'direct' or 'bulk'.");
        Refuse(WhenBusy is not null && Choice is null, "whenBusy", $"The answer '{WhenBusy}' to a busy store is not known here. Use 'refuse', 'queue' or 'ahead'.");
        Refuse(unknown.Count > 0, "notifyTargetIds", [.. unknown.Select(id => $"There is no notification target {id}.")]);
        return mistakes;

        void Refuse(bool isWrong, string field, params string[] sentences)
        {
            if (isWrong)
            {
                mistakes[field] = sentences;
            }
        }
    }

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
