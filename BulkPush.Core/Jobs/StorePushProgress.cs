namespace BulkPush.Core.Jobs;

/// <summary>Live figures of one store's push, written with the results they count. Stored as one JSON document in <c>store_pushes.progress</c>.</summary>
public sealed record StorePushProgress
{
    public int Total { get; init; }

    public int Created { get; init; }

    public int Updated { get; init; }

    public int Unchanged { get; init; }

    public int Failed { get; init; }

    /// <summary>Products that wait for the store's limit on new variants.</summary>
    public int Deferred { get; init; }

    /// <summary>When all <see cref="Deferred"/> products may be sent; null while there are none.</summary>
    public DateTimeOffset? DeferredUntil { get; init; }

    public int Skipped { get; init; }

    /// <summary>What became of publishing the products that are new in the store.</summary>
    public PublishCounts Publishing { get; init; } = new();

    /// <summary>What the operator should know although no product failed for it, one sentence or two each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Products settled a second, over the last stretch; null until known.</summary>
    public double? RatePerSecond { get; init; }

    /// <summary>Seconds left at the present rate; null until known.</summary>
    public double? EtaSeconds { get; init; }

    /// <summary>True while the only thing waited for is Shopify's rate limit.</summary>
    public bool IsWaitingForBudget { get; init; }

    /// <summary>
    /// True while Shopify works through files: it tells how far it is in large steps only, and outcomes are read when a file is through.
    /// </summary>
    public bool IsCoarse { get; init; }

    /// <summary>Products that Shopify says it has worked through and whose outcome is not read yet; never part of <see cref="Processed"/>.</summary>
    public int UnderWay { get; init; }

    /// <summary>What the worker is doing, for people: "Checking the store", "Planning", "Pushing".</summary>
    public string? Phase { get; init; }

    /// <summary>The newest failures, newest last, at most <see cref="RecentErrorLimit"/>.</summary>
    public IReadOnlyList<PushItemError> RecentErrors { get; init; } = [];

    public const int RecentErrorLimit = 50;

    /// <summary>Products with an outcome; skipped ones never had one, so a push that was cut short does not look complete.</summary>
    public int Processed => Created + Updated + Unchanged + Failed + Deferred;
}

/// <summary>Why one product was not accepted.</summary>
/// <param name="Code">Shopify's code, or ours for a refusal before sending (docs/job-lifecycle.md).</param>
/// <param name="Field">Path of the offending field, dots between parts; null when the product as a whole is meant.</param>
/// <param name="Message">What happened and what to do, for people.</param>
public sealed record PushItemError(long ProductId, string Handle, string Title, string Code, string? Field, string Message);
