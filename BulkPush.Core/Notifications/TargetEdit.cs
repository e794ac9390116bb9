namespace BulkPush.Core.Notifications;

/// <summary>What an operator fills in for a target.</summary>
public sealed record TargetEdit
{
    public required string Name { get; init; }

    /// <summary>Cannot be changed later.</summary>
    public required NotificationTargetKind Kind { get; init; }

    /// <summary>Recipients of an e-mail target; left out for a webhook.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Where a webhook is posted to; left out for e-mail.</summary>
    public string? Url { get; init; }

    public IReadOnlyList<NotificationEvent> Events { get; init; } = Usual;

    /// <summary>Told of every push, or only of those that name it.</summary>
    public bool IsForEveryPush { get; init; } = true;

    public bool IsPaused { get; init; }

    /// <summary>The revision that was edited; when the target has another one by now, nothing is saved. Null saves over whatever is there.</summary>
    public long? Revision { get; init; }

    /// <summary>What a target is told of unless somebody says otherwise.</summary>
    public static IReadOnlyList<NotificationEvent> Usual { get; } =
        [NotificationEvent.CompletedWithErrors, NotificationEvent.Failed, NotificationEvent.BreakerOpened];

    /// <summary>What a target can be told of.</summary>
    public static IReadOnlyList<NotificationEvent> Possible { get; } = [.. Enum.GetValues<NotificationEvent>().Where(happened => happened != NotificationEvent.Test)];
}

/// <summary>What became of saving a target.</summary>
public abstract record TargetSaveResult
{
    /// <param name="Secret">Of a new webhook: to be given to the receiver now, for it never comes out again.</param>
    public sealed record Saved(TargetSummary Target, string? Secret) : TargetSaveResult
    {
        public override string ToString() => $"Notification target {Target.Id}";
    }

    public sealed record NotFound : TargetSaveResult;

    /// <summary>Somebody else has changed it since it was read.</summary>
    public sealed record Outdated(TargetSummary Present) : TargetSaveResult;

    /// <param name="Errors">Field name of <see cref="TargetEdit"/> to sentences.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string[]> Errors) : TargetSaveResult;
}

/// <summary>A target as people see it.</summary>
public sealed record TargetSummary(
    Guid Id,
    string Name,
    NotificationTargetKind Kind,
    IReadOnlyList<string> Addresses,
    string? Url,
    IReadOnlyList<NotificationEvent> Events,
    bool IsForEveryPush,
    bool IsPaused,
    long Revision,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    string UpdatedBy,
    DateTimeOffset UpdatedAt);

/// <summary>A target as somebody who starts a push may choose it.</summary>
public sealed record TargetChoice(Guid Id, string Name, NotificationTargetKind Kind, bool IsForEveryPush);
