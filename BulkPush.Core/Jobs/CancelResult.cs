namespace BulkPush.Core.Jobs;

/// <summary>What became of a request to cancel a push.</summary>
public enum CancelResult
{
    /// <summary>Queued stores are cancelled at once; running ones stop at their next checkpoint.</summary>
    Accepted,
    NotFound,

    /// <summary>The push has no part in this store, or the store was removed.</summary>
    NoSuchStore,

    /// <summary>The push, or its part in this store, had ended.</summary>
    AlreadyFinished,
}
