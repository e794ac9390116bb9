using BulkPush.Core.Shopify;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.Shopify;

/// <summary>The budget of a store whose app has other traffic, which may count on a fifth of the points.</summary>
public sealed class ReservedShareTests
{
    private const double Share = 0.2;

    private readonly FakeTimeProvider _clock = new();
    private readonly CostBudget _budget;

    public ReservedShareTests() => _budget = new CostBudget(_clock, Share);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Bucket_and_restore_rate_count_as_that_much_smaller()
    {
        Learn(available: 2000);

        Assert.Equal(new BudgetReading(1600, 1600, 80), _budget.Read());
    }

    [Fact]
    public void What_others_leave_of_their_share_stays_theirs()
    {
        Learn(available: 2000);
        var spent = Admitted(1600);

        spent.Settle(Cost(1600, available: 400), isThrottled: false);

        Assert.Equal(0, _budget.Read()!.Available);
    }

    [Fact]
    public void Of_what_somebody_else_left_they_keep_their_share()
    {
        Learn(available: 2000);

        Admitted(10).Settle(Cost(10, available: 500), isThrottled: false);

        Assert.Equal(400, _budget.Read()!.Available);
    }

    [Fact]
    public void The_whole_points_of_replies_are_not_taken_for_somebody_elses_use()
    {
        Learn(available: 2000);
        Admitted(1600).Settle(Cost(1600, available: 0), isThrottled: false);
        _clock.Advance(TimeSpan.FromMilliseconds(1_005));

        // 100.5 points in the store, of which 80.4 are ours and the rest was used by the others.
        Admitted(0).Settle(Cost(0, available: 80), isThrottled: false);

        Assert.Equal(80, _budget.Read()!.Available, 0.001);
    }

    [Theory]
    [InlineData(0.1, 5)]
    [InlineData(0.2, 6)]
    [InlineData(0.5, 7)]
    [InlineData(0.9, 8)]
    public async Task Others_who_keep_to_their_share_are_never_throttled_and_we_use_all_of_ours(double share, int seed)
    {
        using var budget = new CostBudget(_clock, share);
        var random = new Random(seed);
        var store = new SimulatedBucket(_clock);
        var others = new SimulatedBucket(_clock, share * SimulatedBucket.StandardMaximum, share * SimulatedBucket.StandardRestoreRate);
        var underWay = new Queue<(CostReservation Reservation, DateTimeOffset AnswersAt)>();
        var asked = budget.ReserveAsync(10, Ct).AsTask();
        var ours = 0.0;
        var began = _clock.GetUtcNow();

        while (_clock.GetUtcNow() - began < TimeSpan.FromMinutes(2))
        {
            while (asked.IsCompletedSuccessfully || budget.Waiting == 0)
            {
                var admitted = await asked;
                Assert.True(store.TryCharge(admitted.Points), $"We asked for {admitted.Points} points and the store had {store.Available}.");
                ours += admitted.Points;
                underWay.Enqueue((admitted, _clock.GetUtcNow() + TimeSpan.FromMilliseconds(150)));
                asked = budget.ReserveAsync(random.Next(10, 30), Ct).AsTask();
            }

            while (underWay.TryPeek(out var first) && first.AnswersAt <= _clock.GetUtcNow())
                underWay.Dequeue().Reservation.Settle(store.Finish(first.Reservation.Points, first.Reservation.Points), isThrottled: false);

            // The others spend their share as it comes, in pieces.
            var piece = random.Next(5, 40);
            if (random.Next(3) == 0 && others.TryCharge(piece))
                Assert.True(store.TryCharge(piece), $"The others asked for {piece} points of their share and the store had {store.Available}.");
            _clock.Advance(TimeSpan.FromMilliseconds(random.Next(1, 40)));
        }

        var allowed = (1 - share) * (SimulatedBucket.StandardMaximum + ((_clock.GetUtcNow() - began).TotalSeconds * SimulatedBucket.StandardRestoreRate));
        Assert.InRange(ours, 0.97 * allowed, allowed);
    }

    private CostReservation Admitted(double points)
    {
        var task = _budget.ReserveAsync(points, Ct).AsTask();
        Assert.True(task.IsCompletedSuccessfully);
        return task.Result;
    }

    private void Learn(double available) => Admitted(0).Settle(Cost(0, available), isThrottled: false);

    private static ShopifyCost Cost(double requested, double available) => new(requested, requested, 2000, available, 100);
}
