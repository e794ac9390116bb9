namespace BulkPush.Core.Notifications;

/// <summary>Somebody, or something, that is told how pushes went.</summary>
public sealed class NotificationTarget
{
    public const int MaxNameLength = 100;

    public required Guid Id { get; init; }

    public required string Name { get; set; }

    public required NotificationTargetKind Kind { get; init; }

    /// <summary>Recipients of an e-mail target; empty for a webhook.</summary>
    public List<string> Addresses { get; set; } = [];

    /// <summary>Where a webhook is posted to; null for an e-mail target.</summary>
    public string? Url { get; set; }

    /// <summary>What a webhook is signed with, encrypted as the stores' tokens are; shown once when it is made, never logged.</summary>
    public string? ProtectedSecret { get; private set; }

    public List<NotificationEvent> Events { get; set; } = [];

    /// <summary>Whether it is told of every push, or only of those that name it.</summary>
    public bool IsForEveryPush { get; set; } = true;

    /// <summary>A paused target is told of nothing that happens meanwhile; what was on its way to it waits.</summary>
    public bool IsPaused { get; set; }

    /// <summary>When it was removed. The row stays as long as the log of deliveries names it.</summary>
    public DateTimeOffset? RemovedAt { get; private set; }

    /// <summary>Grows by one with every change.</summary>
    public long Revision { get; private set; } = 1;

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string UpdatedBy { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public void SignWith(string protectedSecret) => ProtectedSecret = protectedSecret;

    /// <summary>Records who changed it, and when.</summary>
    public void MarkChanged(string actor, DateTimeOffset now)
    {
        Revision++;
        UpdatedBy = actor;
        UpdatedAt = now;
    }

    /// <summary>Takes it out of use and forgets its secret and its recipients.</summary>
    public void Remove(string actor, DateTimeOffset now)
    {
        RemovedAt = now;
        ProtectedSecret = null;
        Addresses = [];
        Url = null;
        MarkChanged(actor, now);
    }
}

/// <summary>How a target is told.</summary>
public enum NotificationTargetKind
{
    Email,
    Webhook,
}
