namespace BulkPush.Core.Jobs;

/// <summary>What became of a request to start a push.</summary>
public abstract record StartResult
{
    /// <param name="JobId">The new job, or the one that the same idempotency key started before.</param>
    public sealed record Started(Guid JobId) : StartResult
    {
        /// <summary>Of a retry: products that can not be pushed any more, because they were deleted or switched off since.</summary>
        public int LeftOut { get; init; }
    }

    /// <summary>The idempotency key already started another job, for a different scope.</summary>
    public sealed record KeyReused(Guid JobId) : StartResult;

    /// <summary>Some of the stores have a push that is not finished, and this one was not to wait.</summary>
    /// <param name="Stores">The stores that are busy, with what is there; at least one.</param>
    public sealed record AlreadyRunning(IReadOnlyList<BusyStore> Stores) : StartResult
    {
        /// <summary>The push that is in the way of the first of them.</summary>
        public Guid JobId => Stores[0].JobId;

        public IReadOnlyList<string> StoreNames => Stores.Select(s => s.StoreName).ToList();

        /// <summary>Whether it is small enough for <see cref="WhenBusy.Ahead"/>.</summary>
        public bool MayGoAhead { get; init; }
    }

    /// <summary>It was to go ahead in a store that is busy and has too many products to send there.</summary>
    /// <param name="Products">How many it has.</param>
    /// <param name="Limit">How many it may have (<see cref="QueueingOptions.AheadUpTo"/>).</param>
    public sealed record TooLargeToGoAhead(BusyStore Store, int Products, int Limit) : StartResult;

    /// <summary>The job that is to be retried does not exist.</summary>
    public sealed record NoSuchJob : StartResult;

    /// <summary>The job that is to be retried has not ended.</summary>
    public sealed record NotOver(Guid JobId) : StartResult;

    /// <summary>The scope holds no product with an active channel, or names what does not exist.</summary>
    /// <param name="Reason">A sentence for people.</param>
    public sealed record NothingToPush(string Reason) : StartResult;
}
