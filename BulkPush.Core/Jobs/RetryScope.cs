using System.Text.Json.Serialization;

namespace BulkPush.Core.Jobs;

/// <summary>Which results of an earlier job a push takes up again: pairs of product and store, never all products in all stores.</summary>
public sealed record RetryScope(Guid JobId)
{
    /// <summary>
    /// <see cref="PushItemOutcome.Failed"/> means what went wrong: products that failed, and all that a store left out because it failed as a whole.
    /// </summary>
    [JsonConverter(typeof(JsonStringEnumConverter<PushItemOutcome>))]
    public PushItemOutcome Outcome { get; init; } = PushItemOutcome.Failed;

    /// <summary>Instead: products that should be published in their store and are not.</summary>
    public bool IsUnpublished { get; init; }

    /// <summary>Whether products with this outcome have something to be tried again.</summary>
    public static bool Takes(PushItemOutcome outcome) => outcome is PushItemOutcome.Failed or PushItemOutcome.Skipped or PushItemOutcome.Deferred;

    /// <summary>How many products of a store it takes up, by the figures with which the store's push ended.</summary>
    public int CountIn(StorePushStatus status, StorePushProgress progress) => (IsUnpublished, Outcome) switch
    {
        (true, _) => progress.Publishing.Pending + progress.Publishing.Failed,
        (_, PushItemOutcome.Failed) => progress.Failed + (status == StorePushStatus.Failed ? progress.Skipped : 0),
        (_, PushItemOutcome.Skipped) => progress.Skipped,
        (_, PushItemOutcome.Deferred) => progress.Deferred,
        _ => 0,
    };
}
