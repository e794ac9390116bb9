using BulkPush.Core.Stores;

namespace BulkPush.Core.Jobs;

/// <summary>One store's part of a push job: the unit that a worker picks up.</summary>
public sealed class StorePush
{
    public required Guid Id { get; init; }

    public required Guid JobId { get; init; }

    public BulkPushJob? Job { get; init; }

    public required Guid StoreId { get; init; }

    public Store? Store { get; init; }

    public StorePushStatus Status { get; private set; } = StorePushStatus.Pending;

    public required StorePushProgress Progress { get; set; }

    /// <summary>The Quartz firing that holds this push; every checkpoint is fenced by it (ENGINE rule 4).</summary>
    public string? FireInstanceId { get; private set; }

    public bool IsCancelRequested { get; private set; }

    /// <summary>Whether an operator asked for it to pause; it does once what is under way has ended.</summary>
    public bool IsPauseRequested { get; private set; }

    /// <summary>Who asked for the pause; null when it is not paused and nobody asked.</summary>
    public string? PausedBy { get; private set; }

    /// <summary>When that was; also when the breaker paused it (<see cref="PauseReason"/>).</summary>
    public DateTimeOffset? PausedAt { get; private set; }

    /// <summary>Its place in its store's line: lower ones come first. The database gives it, in the order in which pushes begin to wait.</summary>
    public long Place { get; private set; }

    /// <summary>Whether it goes before those of its store's line that did not ask for it (<see cref="WhenBusy.Ahead"/>).</summary>
    public bool IsAhead { get; init; }

    /// <summary>How many pushes went ahead of it since it last had a turn of its own (<see cref="QueueingOptions.AheadInARow"/>).</summary>
    public int PassedBy { get; private set; }

    /// <summary>Until when it gives way to nobody; null when it never had to wait for its turn.</summary>
    public DateTimeOffset? TurnUntil { get; private set; }

    /// <summary>Code of the fault for which the circuit breaker paused it; null when it did not.</summary>
    public string? PauseCode { get; private set; }

    /// <summary>Why the circuit breaker paused it and what to do, for people; null when it did not.</summary>
    public string? PauseReason { get; private set; }

    /// <summary>When the store is asked next whether the push may go on; null when it waits for an operator.</summary>
    public DateTimeOffset? ProbeAt { get; private set; }

    /// <summary>How often the store was asked since <see cref="BreakerOpenedAt"/>.</summary>
    public int Probes { get; private set; }

    /// <summary>
    /// When the circuit breaker opened. Kept while the push tries to go on, so that meeting the same fault again, without a product accepted between, is no
    /// second opening; null when an operator resumed it.
    /// </summary>
    public DateTimeOffset? BreakerOpenedAt { get; private set; }

    /// <summary>Products that the store had accepted when the circuit breaker opened.</summary>
    public int AcceptedAtOpening { get; private set; }

    /// <summary>Workers that died while they held this push, in a row without an outcome between; more than none makes the next one careful.</summary>
    public int WorkerDeaths { get; private set; }

    /// <summary>Products that had an outcome at the last of those deaths.</summary>
    public int ProcessedAtDeath { get; private set; }

    /// <summary>When the items were planned; null until then. A resumed push does not plan again.</summary>
    public DateTimeOffset? PlannedAt { get; private set; }

    /// <summary>How its products are sent, direct or bulk; null until that was chosen.</summary>
    public PushStrategy? Strategy { get; private set; }

    /// <summary>Why it was chosen, for people.</summary>
    public string? StrategyReason { get; private set; }

    /// <summary>Why the store's push failed and what to do, for people.</summary>
    public string? Error { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }
}
