namespace BulkPush.Core.Shopify;

/// <summary>
/// How many requests to one store may be under way or wait for points. Always enough that the store restores no point in vain while answers travel;
/// beyond that, to spend what the bucket has saved up, as many as the store answers without becoming slow. Who asks for places bounds it further:
/// it opens only for somebody who waits.
/// </summary>
internal sealed class FlightWindow(TimeProvider clock)
{
    private const int First = 16;
    private const int Least = 4;

    /// <summary>Places over the number that is under way on average when points are spent as they are restored: answers do not come evenly.</summary>
    private const double Spare = 1.5;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, AnswerPace> _paces = [];
    private readonly LinkedList<TaskCompletionSource> _waiters = new();
    private int _taken;
    private long _closedAt = clock.GetTimestamp();

    /// <summary>Places at present, taken or not.</summary>
    public int Size { get; private set; } = First;

    /// <summary>Waits for a place, in the order of arrival; <see cref="Leave"/> gives it back.</summary>
    public async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LinkedListNode<TaskCompletionSource> waiter;
        lock (_gate)
        {
            if (_waiters.Count == 0 && _taken < Size)
            {
                _taken++;
                return;
            }

            // Completed under the lock, so its continuation must not run there.
            waiter = _waiters.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        await using var registration = cancellationToken.UnsafeRegister((_, token) => Abandon(waiter, token), null);
        await waiter.Value.Task;
    }

    /// <summary>Learns from an answer whose request still has its place.</summary>
    /// <param name="kind">Requests of one kind take about as long as each other; different kinds need not.</param>
    /// <param name="points">What the request was charged.</param>
    /// <param name="restoreRate">Points a second that may be spent.</param>
    /// <param name="arePointsLeft">Nobody waits for points: more requests could be under way.</param>
    public void Learn(string kind, TimeSpan latency, double points, double restoreRate, bool arePointsLeft)
    {
        lock (_gate)
        {
            if (!_paces.TryGetValue(kind, out var pace))
                _paces[kind] = pace = new AnswerPace(clock);

            pace.Add(latency);
            var needed = (int)Math.Clamp(Math.Ceiling(restoreRate * pace.Usual * Spare / Math.Max(points, 1)), Least, int.MaxValue);
            if (Size < needed)
                Size = Math.Min(needed, Math.Max(Size, _taken + _waiters.Count));
            else if (arePointsLeft && !pace.IsSlow && _waiters.Count > 0)
                Size++;
            else if ((!arePointsLeft || pace.IsSlow) && Size > needed)
                Close(needed, pace.Usual);
            Admit();
        }
    }

    /// <summary>How long the store takes to answer one kind of request, waits for its limit not counted; null before the first answer.</summary>
    public TimeSpan? LatencyOf(string kind)
    {
        lock (_gate)
            return _paces.TryGetValue(kind, out var pace) ? TimeSpan.FromSeconds(pace.Usual) : null;
    }

    public void Leave()
    {
        lock (_gate)
        {
            _taken--;
            Admit();
        }
    }

    /// <summary>One step for each round of answers: those that come next were sent before the step.</summary>
    private void Close(int needed, double roundSeconds)
    {
        var now = clock.GetTimestamp();
        if (clock.GetElapsedTime(_closedAt, now).TotalSeconds < roundSeconds)
            return;

        _closedAt = now;
        Size = Math.Max(needed, Size * 3 / 4);
    }

    private void Admit()
    {
        while (_taken < Size && _waiters.First is { } first)
        {
            _waiters.RemoveFirst();
            _taken++;
            first.Value.SetResult();
        }
    }

    private void Abandon(LinkedListNode<TaskCompletionSource> waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (waiter.List is null)
                return;

            _waiters.Remove(waiter);
            waiter.Value.SetCanceled(cancellationToken);
        }
    }
}
