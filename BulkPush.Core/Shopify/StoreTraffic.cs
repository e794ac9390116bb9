namespace BulkPush.Core.Shopify;

/// <summary>What all calls of this process to one store share: the store's cost budget, and how many calls are worth having under way.</summary>
internal sealed class StoreTraffic(TimeProvider clock, double reservedShare) : IDisposable
{
    private readonly FlightWindow _window = new(clock);

    public CostBudget Budget { get; } = new(clock, reservedShare);

    /// <summary>Waits until one more request of <paramref name="points"/> may be sent; it is over when the answer's <see cref="Passage"/> is disposed.</summary>
    /// <param name="kind">Name of the operation.</param>
    public async ValueTask<Passage> EnterAsync(string kind, double points, CancellationToken cancellationToken)
    {
        await _window.EnterAsync(cancellationToken);
        try
        {
            return new Passage(this, kind, await Budget.ReserveAsync(points, cancellationToken));
        }
        catch
        {
            _window.Leave();
            throw;
        }
    }

    /// <inheritdoc cref="FlightWindow.LatencyOf"/>
    public TimeSpan? LatencyOf(string kind) => _window.LatencyOf(kind);

    public void Dispose() => Budget.Dispose();

    /// <summary>One request on its way.</summary>
    internal sealed class Passage(StoreTraffic traffic, string kind, CostReservation reservation) : IDisposable
    {
        private readonly long _sentAt = traffic.Clock.GetTimestamp();

        /// <param name="cost">The answer's cost block; null when there was none.</param>
        /// <param name="isThrottled">The store refused the request for lack of points.</param>
        public void Answered(ShopifyCost? cost, bool isThrottled)
        {
            reservation.Settle(cost, isThrottled);

            // A refusal for lack of points takes no time and says nothing about how fast the store works.
            if (!isThrottled && traffic.Budget.Read() is { } bucket)
                traffic._window.Learn(kind, traffic.Clock.GetElapsedTime(_sentAt), reservation.Points, bucket.RestoreRate, !traffic.Budget.IsWaiting);
        }

        public void Dispose()
        {
            reservation.Close();
            traffic._window.Leave();
        }
    }

    private TimeProvider Clock { get; } = clock;
}
