namespace BulkPush.Core.Jobs;

/// <summary>
/// A product that a worker took up after another one had died with the same push. Rows exist only after a death; see docs/job-lifecycle.md, "A product that
/// breaks the worker".
/// </summary>
public sealed class PushSuspect
{
    public required Guid StorePushId { get; init; }

    public required long ProductId { get; init; }

    /// <summary>Whether a worker has it in hand, or had it when it died.</summary>
    public bool IsMarked { get; private set; }

    /// <summary>Deaths of workers that had it in hand.</summary>
    public int Deaths { get; private set; }
}
