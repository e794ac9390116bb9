namespace BulkPush.Core.Jobs;

/// <summary>What became of a request to pause or to resume.</summary>
public abstract record PauseResult
{
    public sealed record Accepted : PauseResult;

    /// <summary>There is no such push, or it has no part in the store.</summary>
    public sealed record NotFound : PauseResult;

    /// <param name="Reason">A sentence for people.</param>
    public sealed record Refused(string Reason) : PauseResult;

    /// <summary>Other pushes have taken stores meanwhile, and this one was not to wait.</summary>
    /// <param name="Stores">The stores that are busy, with what is there; at least one.</param>
    public sealed record Busy(IReadOnlyList<BusyStore> Stores) : PauseResult
    {
        /// <summary>The push that is in the way of the first of them.</summary>
        public Guid JobId => Stores[0].JobId;

        public IReadOnlyList<string> StoreNames => Stores.Select(s => s.StoreName).ToList();

        /// <inheritdoc cref="StartResult.AlreadyRunning.MayGoAhead"/>
        public bool MayGoAhead { get; init; }
    }

    /// <inheritdoc cref="StartResult.TooLargeToGoAhead"/>
    public sealed record TooLargeToGoAhead(BusyStore Store, int Products, int Limit) : PauseResult;
}
