namespace BulkPush.Core.Stores;

/// <summary>How fast a store was seen to work, for estimates. Stored as one JSON document.</summary>
public sealed record StorePace
{
    /// <summary>Lines a second that one bulk operation got through; null until one was seen.</summary>
    public double? BulkLinesPerSecond { get; init; }

    /// <summary>Seconds that the store takes to answer one call; null until some were seen.</summary>
    public double? LatencySeconds { get; init; }
}
