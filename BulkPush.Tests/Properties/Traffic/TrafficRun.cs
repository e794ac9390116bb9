using BulkPush.Core.Shopify;
using BulkPush.Tests.Shopify;

namespace BulkPush.Tests.Properties.Traffic;

/// <summary>Plays <see cref="AnyTraffic"/> against a simulated store, and keeps what matters of it.</summary>
internal sealed class TrafficRun
{
    /// <summary>A call is given up so long after it was sent, in seconds.</summary>
    public const int PatienceSeconds = 10;

    private readonly AnyTraffic _traffic;
    private readonly Random _random;
    private readonly OneThread _thread = new();
    private readonly SimulatedClock _clock = new();
    private readonly PriorityQueue<Action, (TimeSpan At, int Order)> _events = new();
    private readonly SimulatedBucket _store;
    private readonly List<Process> _processes = [];
    private int _order;
    private double _onTheirWay;

    private TrafficRun(AnyTraffic traffic, int processes, double reservedShare)
    {
        (_traffic, _random) = (traffic, new Random(traffic.Seed));
        _store = new SimulatedBucket(_clock, traffic.Plan.Bucket, traffic.Plan.RestoreRate);
        for (var number = 0; number < processes; number++)
            _processes.Add(new Process(new StoreTraffic(_clock, reservedShare), traffic.Calls));
    }

    /// <summary>When the last call was over.</summary>
    public TimeSpan Took { get; private set; }

    /// <summary>Calls that the store refused for lack of points.</summary>
    public int Refused { get; private set; }

    /// <summary>Calls that the store has done, whether we know it or not.</summary>
    public int Done { get; private set; }

    /// <summary>Points that the store charged for our calls in the end.</summary>
    public double Spent { get; private set; }

    /// <summary>Points that calls without an answer were counted with.</summary>
    public double Unanswered { get; private set; }

    /// <summary>By how many points calls on their way have exceeded what the store held, at the worst.</summary>
    public double WorstOverdraft { get; private set; }

    /// <summary>The longest time in which a call that the store had the points for was held back although no answer was outstanding.</summary>
    public TimeSpan LongestHoldUp { get; private set; }

    /// <summary>Calls of each process, in the order in which they were let through.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Order => [.. _processes.Select(process => process.LetThrough)];

    public int Wakes => _clock.Wakes;

    /// <summary>What a wake may be for: one call that waits for points, or one answer that changes what is waited for.</summary>
    public int Occasions { get; private set; }

    /// <summary>Plays it to the end; fails when it gets stuck.</summary>
    /// <param name="meanwhile">What else happens, given the store and its time, each time that something happens.</param>
    public static TrafficRun Play(AnyTraffic traffic, int processes = 1, double reservedShare = 0, Action<TrafficRun, SimulatedBucket>? meanwhile = null)
    {
        var run = new TrafficRun(traffic, processes, reservedShare);
        run._thread.Run(() => run.Play(meanwhile ?? ((_, _) => { })));
        return run;
    }

    public TimeProvider Clock => _clock;

    public Random Random => _random;

    private void Play(Action<TrafficRun, SimulatedBucket> meanwhile)
    {
        foreach (var (atMs, points) in _traffic.Drains)
            At(TimeSpan.FromMilliseconds(atMs), () => _store.TryCharge(Math.Min(points, _store.Now)));
        foreach (var (atMs, plan) in _traffic.Changes)
            At(TimeSpan.FromMilliseconds(atMs), () => _store.Change(plan.Bucket, plan.RestoreRate));

        var lanes = _processes.SelectMany(process => Enumerable.Range(0, _traffic.Lanes).Select(_ => LaneAsync(process))).ToList();
        while (true)
        {
            _thread.Settle();
            if (lanes.Find(lane => lane.IsFaulted) is { } broken)
                broken.GetAwaiter().GetResult();
            if (lanes.TrueForAll(lane => lane.IsCompletedSuccessfully))
                break;

            meanwhile(this, _store);
            var before = _clock.Now;
            var held = _processes.FindAll(process => process.IsHeldUp(_store, _onTheirWay));
            MoveOn();
            held.ForEach(process => process.HeldUpFor += _clock.Now - before);
            foreach (var process in _processes.Except(held))
                process.HeldUpFor = TimeSpan.Zero;
            LongestHoldUp = _processes.Select(process => process.HeldUpFor).Append(LongestHoldUp).Max();
        }

        Took = _clock.Now;
        _processes.ForEach(process => process.Traffic.Dispose());
    }

    /// <summary>To the next thing that happens.</summary>
    private void MoveOn()
    {
        var next = _clock.NextWake;
        if (_events.TryPeek(out _, out var due) && (next is null || due.At < next))
            next = due.At;
        Assert.True(next is not null, $"Calls wait, and nothing will ever wake them, after {_clock.Now}: {_traffic}");
        _clock.MoveTo(next.Value);
        _thread.Settle();
        while (_events.TryPeek(out var action, out var at) && at.At <= _clock.Now)
        {
            _events.Dequeue();
            action();
            _thread.Settle();
        }
    }

    private async Task LaneAsync(Process process)
    {
        while (process.Next() is { } number)
        {
            double points = _random.Next(1, _traffic.MostPoints + 1);
            var actual = _random.Next(100) < _traffic.SparingCalls ? Math.Round(points * _random.NextDouble()) : points;
            while (await CallAsync(process, number, points, actual) is { } pause)
                await Later(pause);
        }
    }

    /// <returns>When to try again; null when it is over.</returns>
    private async Task<TimeSpan?> CallAsync(Process process, int number, double points, double actual)
    {
        Occasions++;
        process.Waiting.Add(points);
        using var passage = await process.Traffic.EnterAsync("ProductSet", points, CancellationToken.None);
        process.Waiting.Remove(points);
        process.LetThrough.Add(number);
        process.UnderWay++;
        var isLost = _random.Next(100) < _traffic.LostAnswers;
        var reaches = !isLost || _random.Next(2) == 0;
        if (reaches)
        {
            _onTheirWay += points;
            WorstOverdraft = Math.Max(WorstOverdraft, _onTheirWay - _store.Now);
        }

        var answer = await TripAsync(points, actual, reaches, isLost);
        process.UnderWay--;
        Occasions++;
        if (answer is not { } told)
        {
            Unanswered += points;
            return null;
        }

        passage.Answered(told.Cost, told.IsRefused);
        return !told.IsRefused ? null : told.Cost.CurrentlyAvailable >= points ? TimeSpan.FromSeconds(1) : TimeSpan.Zero;
    }

    /// <summary>To the store and back.</summary>
    private async Task<(ShopifyCost Cost, bool IsRefused)?> TripAsync(double points, double actual, bool reaches, bool isLost)
    {
        var sentAt = _clock.Now;
        (ShopifyCost Cost, bool IsRefused)? answer = null;
        if (reaches)
        {
            await Later(Leg());
            _onTheirWay -= points;
            if (_store.TryCharge(points))
            {
                await Later(Leg());
                (Done, Spent) = (Done + 1, Spent + actual);
                answer = (_store.Finish(points, actual), false);
            }
            else
            {
                Refused++;
                answer = (_store.Finish(points, points) with { Actual = null }, true);
            }

            await Later(Leg());
        }

        if (!isLost)
            return answer;

        await Later(sentAt + TimeSpan.FromSeconds(PatienceSeconds) - _clock.Now);
        return null;
    }

    private TimeSpan Leg() => TimeSpan.FromMilliseconds(_traffic.LatencyMs * (1 + (_random.NextDouble() / 2)) / 3);

    private Task Later(TimeSpan wait)
    {
        var moment = new TaskCompletionSource();
        At(_clock.Now + wait, moment.SetResult);
        return moment.Task;
    }

    private void At(TimeSpan moment, Action action) => _events.Enqueue(action, (moment, _order++));

    /// <summary>One of those who send calls to the store.</summary>
    private sealed class Process(StoreTraffic traffic, int calls)
    {
        private int _begun;

        public StoreTraffic Traffic => traffic;

        public List<int> LetThrough { get; } = [];

        /// <summary>Points of the calls that were not let through yet.</summary>
        public List<double> Waiting { get; } = [];

        public int UnderWay { get; set; }

        public TimeSpan HeldUpFor { get; set; }

        public int? Next() => _begun < calls ? _begun++ : null;

        /// <summary>Whoever is the next one, the points are there, with one to spare for the whole numbers of replies, and no answer is outstanding.</summary>
        public bool IsHeldUp(SimulatedBucket store, double onTheirWay) =>
            UnderWay == 0 && Waiting.Count > 0 && store.Now - onTheirWay >= Math.Min(Waiting.Max() + 1, store.Maximum);
    }
}
