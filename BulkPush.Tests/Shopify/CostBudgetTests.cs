using BulkPush.Core.Shopify;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.Shopify;

public sealed class CostBudgetTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly CostBudget _budget;

    public CostBudgetTests() => _budget = new CostBudget(_clock);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void One_request_goes_alone_until_the_first_reply()
    {
        var probe = Admitted(10);
        _ = Ask(10);

        Assert.Equal(1, _budget.Waiting);
        Assert.False(_budget.IsWaiting);
        Assert.Null(_budget.Read());
        probe.Settle(Standard(requested: 10, available: 1990), isThrottled: false);
        Assert.Equal(0, _budget.Waiting);
        Assert.Equal(new BudgetReading(2000, 1980, 100), _budget.Read());
    }

    [Fact]
    public async Task A_first_request_without_numbers_lets_the_next_one_try()
    {
        var probe = Admitted(10);
        var next = Ask(10);

        probe.Close();

        Assert.NotNull(await next);
    }

    [Fact]
    public void The_burst_is_spent_at_once()
    {
        Learn(available: 2000);

        for (var number = 0; number < 95; number++)
            Admitted(21);

        _ = Ask(21);
        Assert.True(_budget.IsWaiting);
    }

    [Fact]
    public async Task A_waiter_wakes_when_its_points_are_there_and_not_before()
    {
        Learn(available: 14);
        Admitted(10);
        var waiter = Ask(50);

        _clock.Advance(TimeSpan.FromMilliseconds(459));
        Assert.True(_budget.IsWaiting);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(50, (await waiter).Points);
        Assert.False(_budget.IsWaiting);
    }

    [Fact]
    public async Task Waiters_are_served_in_the_order_of_arrival()
    {
        Learn(available: 0);
        var large = Ask(100);
        var small = Ask(1);

        _clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(2, _budget.Waiting);
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        await large;
        Assert.Equal(1, _budget.Waiting);
        _clock.Advance(TimeSpan.FromMilliseconds(10));

        await small;
    }

    [Fact]
    public void A_small_request_does_not_overtake_a_large_one_for_ever()
    {
        Learn(available: 50);
        _ = Ask(100);

        _ = Ask(10);

        Assert.Equal(2, _budget.Waiting);
    }

    [Fact]
    public async Task What_a_request_did_not_use_is_given_to_the_next_one()
    {
        Learn(available: 100);
        var generous = Admitted(90);
        var waiter = Ask(80);

        generous.Settle(Standard(requested: 90, actual: 10, available: 90), isThrottled: false);

        await waiter;
    }

    [Fact]
    public void A_request_without_a_reply_stays_charged()
    {
        Learn(available: 100);

        Admitted(60).Close();

        Assert.Equal(40, _budget.Read()!.Available);
    }

    [Fact]
    public void A_charge_that_never_happened_comes_back_with_the_next_reply()
    {
        Learn(available: 2000);
        Admitted(600).Close();

        Admitted(10).Settle(Standard(requested: 10, available: 1990), isThrottled: false);

        Assert.Equal(1990, _budget.Read()!.Available);
    }

    [Fact]
    public void A_request_refused_for_its_size_stays_charged_in_full()
    {
        Learn(available: 2000);

        Admitted(420).Settle(new ShopifyCost(420, null, 2000, 1580, 100), isThrottled: false);

        Assert.Equal(1580, _budget.Read()!.Available);
    }

    [Fact]
    public async Task After_a_refusal_for_lack_of_points_the_wait_is_for_exactly_the_missing_ones()
    {
        Learn(available: 2000);

        Admitted(752).Settle(new ShopifyCost(752, null, 1000, 666, 50), isThrottled: true);
        var again = Ask(752);

        _clock.Advance(TimeSpan.FromMilliseconds(1719));
        Assert.True(_budget.IsWaiting);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await again;
    }

    [Fact]
    public void A_refusal_counts_those_who_are_on_their_way_against_its_numbers()
    {
        Learn(available: 2000);
        var first = Admitted(30);
        Admitted(40);

        first.Settle(new ShopifyCost(30, null, 2000, 20, 100), isThrottled: true);

        Assert.Equal(-20, _budget.Read()!.Available);
    }

    [Fact]
    public void Somebody_elses_spending_is_seen_in_the_next_reply()
    {
        Learn(available: 2000);

        Admitted(10).Settle(Standard(requested: 10, available: 300), isThrottled: false);

        Assert.Equal(300, _budget.Read()!.Available);
    }

    [Fact]
    public void A_late_reply_does_not_bring_back_what_others_have_spent_since()
    {
        Learn(available: 2000);
        var late = Admitted(10);
        Admitted(500).Settle(Standard(requested: 500, available: 1490), isThrottled: false);

        late.Settle(Standard(requested: 10, available: 1990), isThrottled: false);

        Assert.Equal(1490, _budget.Read()!.Available);
    }

    [Fact]
    public void A_full_bucket_does_not_grow_while_a_request_is_on_its_way()
    {
        Learn(available: 2000);
        Admitted(500);

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1500, _budget.Read()!.Available);
    }

    [Fact]
    public async Task After_a_refusal_one_request_goes_alone_as_soon_as_its_points_are_likely_there()
    {
        Learn(available: 2000);
        var refused = Admitted(30);
        Admitted(400).Settle(Standard(requested: 400, available: 0), isThrottled: false);
        refused.Settle(new ShopifyCost(30, null, 2000, 0, 100), isThrottled: true);

        // Those 400 may or may not have been charged before the refusal. Waiting until that is certain would take 4.3 seconds.
        var first = Ask(30);
        var second = Ask(30);
        _clock.Advance(TimeSpan.FromMilliseconds(300));

        (await first).Settle(Standard(requested: 30, available: 0), isThrottled: false);
        Assert.Equal(1, _budget.Waiting);
        _clock.Advance(TimeSpan.FromMilliseconds(300));
        await second;
    }

    [Fact]
    public void An_answer_that_was_overtaken_does_not_hide_what_others_gave_back()
    {
        Learn(available: 1000);
        var overtaken = Admitted(10);
        Admitted(900).Settle(Standard(requested: 900, actual: 100, available: 890), isThrottled: false);

        overtaken.Settle(Standard(requested: 10, available: 90), isThrottled: false);

        Assert.Equal(890, _budget.Read()!.Available);
    }

    [Fact]
    public async Task A_store_that_restores_next_to_nothing_is_waited_for()
    {
        Admitted(0).Settle(new ShopifyCost(0, 0, 1000, 0, 0.000_01), isThrottled: false);

        var waiter = Ask(10);
        _clock.Advance(TimeSpan.FromDays(11));
        Assert.True(_budget.IsWaiting);
        _clock.Advance(TimeSpan.FromDays(1));

        await waiter;
    }

    [Fact]
    public async Task A_request_larger_than_the_bucket_waits_for_a_full_one()
    {
        Learn(available: 900, maximum: 1000);
        var running = Admitted(100);
        var large = Ask(1200);

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(_budget.IsWaiting);
        running.Settle(new ShopifyCost(100, 100, 1000, 1000, 100), isThrottled: false);

        await large;
    }

    [Fact]
    public async Task Who_stops_waiting_lets_the_next_one_pass()
    {
        Learn(available: 50);
        using var stop = new CancellationTokenSource();
        var large = _budget.ReserveAsync(500, stop.Token).AsTask();
        var small = Ask(10);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        await small;
        Assert.False(_budget.IsWaiting);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_store_never_gets_a_request_that_its_bucket_cannot_pay(int seed)
    {
        var random = new Random(seed);
        var store = new SimulatedBucket(_clock);
        var asked = new Queue<Task<CostReservation>>();
        var underWay = new List<Trip>();
        var spent = 0.0;
        var end = _clock.GetUtcNow() + TimeSpan.FromMinutes(3);

        while (_clock.GetUtcNow() < end)
        {
            while (_budget.Waiting < 3)
                asked.Enqueue(Ask(random.Next(10, 120)));
            while (asked.Count > _budget.Waiting)
                underWay.Add(new Trip(await asked.Dequeue().WaitAsync(TimeSpan.FromSeconds(30), Ct), _clock.GetUtcNow(), random));

            var now = _clock.GetUtcNow();
            foreach (var trip in underWay.Where(trip => !trip.HasArrived && trip.ArrivesAt <= now).OrderBy(trip => trip.ArrivesAt))
            {
                Assert.True(store.TryCharge(trip.Points), $"The store was asked for {trip.Points} points and had {store.Available}.");
                trip.HasArrived = true;
            }

            foreach (var trip in underWay.Where(trip => trip.HasArrived && trip.Cost is null && trip.DoneAt <= now))
            {
                trip.Cost = store.Finish(trip.Points, trip.Actual);
                spent += trip.Actual;
            }

            foreach (var trip in underWay.Where(trip => trip.Cost is not null && trip.AnswersAt <= now).ToList())
            {
                underWay.Remove(trip);
                if (random.Next(50) == 0)
                    trip.Reservation.Close();
                else
                    trip.Reservation.Settle(trip.Cost, isThrottled: false);
            }

            _clock.Advance(TimeSpan.FromMilliseconds(random.Next(1, 30)));
        }

        // Three minutes hold 2,000 + 180 s x 100 points. What careful counting leaves unused must stay small.
        Assert.InRange(spent, 18_000, 20_000);
    }

    private CostReservation Admitted(double points)
    {
        var task = Ask(points);
        Assert.True(task.IsCompletedSuccessfully);
        return task.Result;
    }

    private Task<CostReservation> Ask(double points) => _budget.ReserveAsync(points, Ct).AsTask();

    private void Learn(double available, double maximum = 2000) =>
        Admitted(0).Settle(new ShopifyCost(0, 0, maximum, available, 100), isThrottled: false);

    private static ShopifyCost Standard(double requested, double available, double? actual = null) => new(requested, actual ?? requested, 2000, available, 100);

    /// <summary>A request on its way: arrives, is executed, and its reply comes back, each some time after the other.</summary>
    private sealed class Trip(CostReservation reservation, DateTimeOffset sentAt, Random random)
    {
        public CostReservation Reservation { get; } = reservation;

        public double Points => Reservation.Points;

        public double Actual { get; } = random.Next(2) == 0 ? reservation.Points : Math.Round(reservation.Points * random.NextDouble());

        public DateTimeOffset ArrivesAt { get; } = sentAt + TimeSpan.FromMilliseconds(random.Next(1, 200));

        public DateTimeOffset DoneAt { get; } = sentAt + TimeSpan.FromMilliseconds(random.Next(200, 500));

        public DateTimeOffset AnswersAt { get; } = sentAt + TimeSpan.FromMilliseconds(random.Next(500, 700));

        public bool HasArrived { get; set; }

        public ShopifyCost? Cost { get; set; }
    }
}
