namespace BulkPush.Core.Jobs;

/// <summary>One file of products that Shopify works through as a bulk operation, as a part of one store's push.</summary>
public sealed class BulkOperation
{
    public required Guid Id { get; init; }

    public required Guid StorePushId { get; init; }

    /// <summary>One-based place among the push's files, for people.</summary>
    public required int Sequence { get; init; }

    public BulkOperationStatus Status { get; private set; } = BulkOperationStatus.Prepared;

    /// <summary>Names the file at Shopify: it is the name of the mutation that runs it, by which the operation is found again after a crash.</summary>
    public required string ClientIdentifier { get; init; }

    /// <summary>Where the file was uploaded to, as Shopify names it; null until then.</summary>
    public string? StagedPath { get; private set; }

    /// <summary>Operation GID; null until Shopify gave one.</summary>
    public string? ShopifyOperationId { get; private set; }

    /// <summary>Lines in the file; zero until it is written.</summary>
    public int LineCount { get; private set; }

    /// <summary>The store's revision when the lines were mapped.</summary>
    public required long StoreRevision { get; init; }

    /// <summary>How it ended at Shopify, for people: <c>completed</c>, <c>failed TIMEOUT</c>.</summary>
    public string? Verdict { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When Shopify was asked to run it.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>When its results were read to the end.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }
}

/// <summary>How far a file has come; stored in lower case. See docs/job-lifecycle.md.</summary>
public enum BulkOperationStatus
{
    /// <summary>Being written or uploaded: Shopify has not been asked to run it.</summary>
    Prepared,

    /// <summary>Shopify is being asked to run it, or was: whether it did is not known yet.</summary>
    Starting,

    /// <summary>Shopify works through it, or has; the results are not read to their end.</summary>
    Running,

    /// <summary>Every line is accounted for: recorded, or left pending because its outcome is not known.</summary>
    Read,
}
