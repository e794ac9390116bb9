namespace BulkPush.Core.Jobs;

/// <summary>What an operator asked to push. Null lists mean "all". Stored as one JSON document.</summary>
public sealed record PushScope
{
    public IReadOnlyList<Guid>? StoreIds { get; init; }

    public IReadOnlyList<long>? ProductIds { get; init; }

    /// <summary>Sends every product in scope again, changed or not.</summary>
    public bool Force { get; init; }

    public static PushScope Everything { get; } = new();
}
