namespace BulkPush.Core.Notifications;

/// <summary>What somebody can be told of.</summary>
public enum NotificationEvent
{
    /// <summary>A push ended; some of its products or stores failed.</summary>
    CompletedWithErrors,

    /// <summary>No store of a push could be pushed.</summary>
    Failed,

    /// <summary>The breaker of a store opened: its push waits.</summary>
    BreakerOpened,

    /// <summary>A push ended and nothing in it failed.</summary>
    Completed,

    /// <summary>A push was stopped by an operator.</summary>
    Cancelled,

    /// <summary>Somebody tried a target; no target asks for it.</summary>
    Test,
}
