using BulkPush.Core.Shopify;

namespace BulkPush.Core.Pushing.Strategy;

/// <summary>What is known about a store and what is left to send, when the way to send it is chosen.</summary>
/// <param name="Products">Products left to send.</param>
/// <param name="Points">Cost points that they would ask for, one call each.</param>
/// <param name="Bucket">The store's cost bucket.</param>
/// <param name="Latency">How long the store takes to answer one call.</param>
/// <param name="RequestsInFlight">Calls that may be under way at a time.</param>
/// <param name="LinesPerSecond">Lines that one bulk operation gets through a second.</param>
/// <param name="IsPaceSeen">Whether <paramref name="LinesPerSecond"/> was seen in this store; else it is assumed.</param>
/// <param name="Operations">Operations that would run at once.</param>
/// <param name="Overhead">What a bulk operation takes besides its lines: writing, uploading, waiting for its turn, reading.</param>
internal sealed record StrategyFacts(
    int Products,
    decimal Points,
    BudgetReading Bucket,
    TimeSpan Latency,
    int RequestsInFlight,
    double LinesPerSecond,
    bool IsPaceSeen,
    int Operations,
    TimeSpan Overhead);
