namespace BulkPush.Core.Notifications;

/// <summary>One piece of news on its way to one target, recorded in the transaction that made it news. Also the log of what was delivered.</summary>
public sealed class NotificationDelivery
{
    public const int MaxOccurrenceLength = 64;

    /// <summary>In characters; of an answer only so much is kept.</summary>
    public const int MaxAnswerLength = 300;

    /// <summary>Goes along with every attempt, so that a receiver can drop what it has had already.</summary>
    public required Guid Id { get; init; }

    public required Guid TargetId { get; init; }

    public NotificationTarget? Target { get; init; }

    public required NotificationEvent Event { get; init; }

    /// <summary>The push it tells of; null for a test.</summary>
    public Guid? JobId { get; init; }

    /// <summary>The store it tells of; null when it is about a whole push.</summary>
    public Guid? StoreId { get; init; }

    /// <summary>Tells several events of one kind apart, for example the openings of a breaker; empty where there can be one only.</summary>
    public required string Occurrence { get; init; }

    /// <summary>What is told, as it was when it happened.</summary>
    public required News Content { get; init; }

    public DeliveryStatus Status { get; private set; } = DeliveryStatus.Pending;

    /// <summary>Attempts begun since it was recorded, or since somebody had it sent again.</summary>
    public int Attempts { get; init; }

    /// <summary>When it may be sent; null once it has ended.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Until then one worker is sending it; past when that worker died. Null while nobody is.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }

    public DateTimeOffset? LastAttemptAt { get; init; }

    /// <summary>HTTP status or SMTP reply code of the last attempt; null when there was no answer.</summary>
    public int? LastCode { get; private set; }

    /// <summary>The answer of the last attempt, or why there was none.</summary>
    public string? LastAnswer { get; private set; }

    /// <summary>How long the last attempt took, in milliseconds.</summary>
    public int? LastMilliseconds { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was delivered, given up or withdrawn.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }
}

/// <summary>Where a delivery stands.</summary>
public enum DeliveryStatus
{
    /// <summary>Waits for its first attempt, or for its next.</summary>
    Pending,

    /// <summary>The receiver took it.</summary>
    Delivered,

    /// <summary>Every attempt failed; somebody can have it sent again.</summary>
    Failed,

    /// <summary>Its target was removed first.</summary>
    Withdrawn,
}
