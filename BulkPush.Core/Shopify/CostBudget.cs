namespace BulkPush.Core.Shopify;

/// <summary>
/// One store's cost bucket as far as we can know it: lets requests through as soon as the store is certain to accept them, in the order
/// of arrival, and no sooner.
/// </summary>
/// <remarks>
/// Invariant: the points counted here never exceed what the store holds minus the requests that are still on their way to it. Three rules keep it:
/// a request is charged its requested cost before it is sent; points restore only up to the bucket minus everything in flight (the store may not
/// have charged those yet, and its own full bucket does not grow meanwhile); and every reply narrows the count to what its numbers allow.
/// Until the first reply nothing is known, so one request goes alone.
/// A refusal for lack of points proves that somebody else spends too. What is certain then may be much less than what is likely, so the next request does
/// not wait for certainty: it goes when the points are likely there and nothing else is under way, and its reply makes the count exact again.
/// With a reserved share, bucket and restore rate are counted as that much smaller, and what others leave of their share stays theirs.
/// </remarks>
/// <param name="reservedShare">Part of the store's points that the app's other traffic may count on, 0 up to 1.</param>
internal sealed class CostBudget(TimeProvider clock, double reservedShare = 0) : IDisposable
{
    /// <summary>Replies give whole points, so a difference below one says nothing.</summary>
    private const double Rounding = 1;

    /// <summary>Sums of fractions must not make a waiter miss its moment.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>Timers do not wait for ever; who is woken too early waits again.</summary>
    private static readonly TimeSpan LongestAlarm = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _waiters = new();
    private ITimer? _alarm;
    private bool _isKnown;
    private double _maximum;
    private double _restoreRate;
    private double _available;

    /// <summary>At least <see cref="_available"/>, and more only after a refusal: what the store holds unless it was spent on already when it refused.</summary>
    private double _likely;

    private long _countedAt;
    private double _inFlight;
    private int _inFlightCount;

    /// <summary>Net charges of every request that came back, so that a reply can tell which charges its numbers may not hold yet.</summary>
    private double _settled;

    /// <summary>What requests that came back did not use of their charges; a reply may not hold those that overlapped with it either.</summary>
    private double _refunded;

    /// <summary>What is likely there is good enough for one request that goes alone.</summary>
    private double Spendable => _inFlightCount == 0 ? _likely : _available;

    /// <summary>Whether a request waits for points right now; waiting for the very first reply does not count.</summary>
    public bool IsWaiting
    {
        get
        {
            lock (_gate)
                return _isKnown && _waiters.Count > 0;
        }
    }

    /// <summary>Requests that have not been let through yet.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _waiters.Count;
        }
    }

    /// <summary>The bucket as of now; null before the first reply.</summary>
    public BudgetReading? Read()
    {
        lock (_gate)
        {
            Restore();
            return _isKnown ? new BudgetReading(_maximum, _available, _restoreRate) : null;
        }
    }

    /// <summary>Waits until the store can accept a request of <paramref name="points"/> and charges it.</summary>
    /// <returns>To be settled with the reply's numbers, or closed when there is none.</returns>
    public async ValueTask<CostReservation> ReserveAsync(double points, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_gate)
        {
            if (_waiters.Count == 0 && TryAdmit(points) is { } admitted)
                return admitted;

            waiter = new Waiter(points);
            _waiters.AddLast(waiter);
            Pump();
        }

        await using var registration = cancellationToken.UnsafeRegister((_, token) => Abandon(waiter, token), null);
        return await waiter.Admission.Task;
    }

    /// <summary>Stops the wake-up timer.</summary>
    public void Dispose()
    {
        lock (_gate)
            _alarm?.Dispose();
    }

    /// <param name="cost">The reply's cost block; null when there was none.</param>
    /// <param name="isThrottled">The store refused the request for lack of points and did not charge it.</param>
    internal void Settle(CostReservation reservation, ShopifyCost? cost, bool isThrottled)
    {
        lock (_gate)
        {
            Restore();
            _inFlight -= reservation.Points;
            _inFlightCount--;
            if (_inFlightCount == 0)
                _inFlight = 0;

            var overlapping = _inFlight + (_settled - reservation.SettledBefore);
            var refundedMeanwhile = _refunded - reservation.RefundedBefore;
            var charged = isThrottled ? 0 : cost is null ? reservation.Points : cost.Actual ?? cost.Requested;
            var refund = reservation.Points - charged;
            (_settled, _refunded) = (_settled + charged, _refunded + refund);
            (_available, _likely) = (_available + refund, _likely + refund);
            if (cost is not null)
                Learn(cost, charged, overlapping, refundedMeanwhile, isThrottled);
            Pump();
        }
    }

    /// <param name="overlapping">Net charges that the reply's numbers may not hold.</param>
    /// <param name="refunded">Refunds that the reply's numbers may not hold.</param>
    private void Learn(ShopifyCost cost, double charged, double overlapping, double refunded, bool isThrottled)
    {
        if (!_isKnown)
        {
            _isKnown = true;
            _countedAt = clock.GetTimestamp();
            _available = _likely = Ours(cost.CurrentlyAvailable + charged) - charged - overlapping;
        }

        _maximum = Ours(cost.MaximumAvailable);
        _restoreRate = Ours(cost.RestoreRate);

        // The reply may or may not include what requests that overlapped with it were charged and given back: the truth is between the two ends.
        // A throttled reply proves that we counted too much, so then only the lower end is certain.
        var lowest = cost.CurrentlyAvailable - overlapping;
        var highest = cost.CurrentlyAvailable + refunded;
        _available = Math.Min(Believed(_available, lowest, isThrottled ? lowest : highest), _maximum - _inFlight);
        _likely = Math.Max(_available, Math.Min(Believed(_likely, lowest, highest), _maximum - _inFlight));
    }

    private double Believed(double counted, double lowest, double highest) =>
        reservedShare > 0 ? BesidesOthers(counted, highest) : Math.Clamp(counted, lowest, highest);

    /// <summary>
    /// What we may believe when others have a share: never more than we counted, because what a reply shows beyond that is theirs. When it shows less,
    /// they took more than their share, and of what is left they get their share too.
    /// </summary>
    private double BesidesOthers(double counted, double highest) =>
        counted > highest + Rounding ? Math.Min(highest, Ours(highest)) : Math.Min(counted, highest);

    private double Ours(double points) => points * (1 - reservedShare);

    private void Restore()
    {
        if (!_isKnown)
            return;

        var now = clock.GetTimestamp();
        var restored = _restoreRate * clock.GetElapsedTime(_countedAt, now).TotalSeconds;
        _available = Math.Min(_available + restored, _maximum - _inFlight);
        _likely = Math.Min(_likely + restored, _maximum - _inFlight);
        _countedAt = now;
    }

    private CostReservation? TryAdmit(double points)
    {
        Restore();
        var isAdmitted = _isKnown ? Spendable + Tolerance >= Math.Min(points, _maximum) : _inFlightCount == 0;
        if (!isAdmitted)
            return null;

        (_available, _likely) = (_available - points, _likely - points);
        _inFlight += points;
        _inFlightCount++;
        return new CostReservation(this, points, _settled, _refunded);
    }

    private void Pump()
    {
        while (_waiters.First is { } first && TryAdmit(first.Value.Points) is { } reservation)
        {
            _waiters.RemoveFirst();
            first.Value.Admission.SetResult(reservation);
        }

        if (_waiters.First is { } next && _isKnown)
            SetAlarm(Math.Min(next.Value.Points, _maximum));
    }

    private void SetAlarm(double needed)
    {
        // More than time alone restores while others are in flight: their replies will wake us.
        if (needed > _maximum - _inFlight + Tolerance)
            return;

        var missing = TimeSpan.FromSeconds(Math.Min((needed - Spendable - Tolerance) / _restoreRate, LongestAlarm.TotalSeconds));
        var wait = TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(missing.TotalMilliseconds)));
        _alarm ??= clock.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _alarm.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void Wake()
    {
        lock (_gate)
            Pump();
    }

    private void Abandon(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_waiters.Remove(waiter))
                return;

            waiter.Admission.SetCanceled(cancellationToken);
            Pump();
        }
    }

    private sealed class Waiter(double points)
    {
        public double Points { get; } = points;

        /// <summary>Completed under the lock, so its continuation must not run there.</summary>
        public TaskCompletionSource<CostReservation> Admission { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>A bucket at a moment, in cost points; the rate is points a second.</summary>
internal sealed record BudgetReading(double Maximum, double Available, double RestoreRate);
