namespace BulkPush.Core.Jobs;

/// <summary>One product in one store's push, with its outcome.</summary>
public sealed class PushItem
{
    public required Guid StorePushId { get; init; }

    public required long ProductId { get; init; }

    public PushItemOutcome Outcome { get; private set; } = PushItemOutcome.Pending;

    public const int MaxErrorCodeLength = 100;

    public string? ErrorCode { get; private set; }

    public string? ErrorField { get; private set; }

    public string? ErrorMessage { get; private set; }

    /// <summary>Calls that were made for this product, over all runs of the push.</summary>
    public int Attempts { get; private set; }

    /// <summary>With <see cref="PushItemOutcome.Deferred"/>: a push from then on takes the product up again.</summary>
    public DateTimeOffset? DeferredUntil { get; private set; }

    /// <summary>Null when nothing is to be published: the product is not new, or its store publishes new products nowhere.</summary>
    public PublishOutcome? PublishOutcome { get; private set; }

    /// <summary>Why the product is not published, or not visible, and what to do.</summary>
    public string? PublishMessage { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }
}
