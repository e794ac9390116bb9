using BulkPush.Tests.Shopify;

namespace BulkPush.Tests.Properties.Traffic;

/// <summary>What holds for a store's budget and window whatever is sent and whatever happens meanwhile, in simulated time.</summary>
public sealed class BudgetProperties
{
    /// <summary>Points are counted in fractions, replies tell whole ones.</summary>
    private const double Rounding = 0.001;

    [Randomised(300)]
    public void Alone_no_call_ever_asks_for_points_that_the_store_does_not_hold(AnyTraffic any)
    {
        var run = TrafficRun.Play(any with { Drains = [], Changes = [] });

        Assert.InRange(run.WorstOverdraft, double.MinValue, Rounding);
        Assert.Equal(0, run.Refused);
    }

    [Randomised(300)]
    public void Alone_a_call_is_sent_as_soon_as_its_points_are_there(AnyTraffic any)
    {
        var run = TrafficRun.Play(any.Undisturbed());

        Assert.InRange(run.LongestHoldUp, TimeSpan.Zero, Known(any));
    }

    [Randomised(300)]
    public void After_somebody_else_took_points_a_call_is_sent_as_soon_as_they_are_there_again(AnyTraffic any)
    {
        var run = TrafficRun.Play(any with { LostAnswers = 0, Changes = [] });

        Assert.InRange(run.LongestHoldUp, TimeSpan.Zero, Known(any));
    }

    [Randomised(300)]
    public void Nobody_waits_for_ever_whatever_happens(AnyTraffic any)
    {
        var run = TrafficRun.Play(any, processes: 2);

        Assert.All(run.Order, order => Assert.Equal(any.Calls, order.Distinct().Count()));
    }

    [Randomised(300)]
    public void Nobody_is_woken_in_vain_more_often_than_something_happens(AnyTraffic any)
    {
        var run = TrafficRun.Play(any);

        Assert.InRange(run.Wakes, 0, run.Occasions);
    }

    [Randomised(200)]
    public void Alone_it_takes_hardly_longer_than_points_and_latency_demand(AnyTraffic any)
    {
        var traffic = any.Undisturbed();
        var run = TrafficRun.Play(traffic);

        Assert.InRange(run.Took, TimeSpan.Zero, Demanded(traffic, run, share: 1));
        Assert.Equal(traffic.Calls, run.Done);
    }

    [Randomised(200)]
    public void Lost_answers_cost_no_more_than_their_points_and_the_wait_for_them(AnyTraffic any)
    {
        var traffic = any with { Drains = [], Changes = [] };
        var run = TrafficRun.Play(traffic);

        var waits = TimeSpan.FromSeconds(traffic.Calls * TrafficRun.PatienceSeconds * traffic.LostAnswers / 25.0 / Math.Min(traffic.Lanes, 4));
        Assert.InRange(run.Took, TimeSpan.Zero, Demanded(traffic, run, share: 1) + waits + TimeSpan.FromSeconds(2 * TrafficRun.PatienceSeconds));
    }

    [Randomised(200)]
    public void Others_who_keep_to_their_share_always_find_it_and_we_use_ours(AnyTraffic any)
    {
        var share = new[] { 0.1, 0.2, 0.5 }[any.Seed % 3];
        var traffic = any.Undisturbed() with { MostPoints = Math.Min(any.MostPoints, (int)(any.Plan.Bucket * (1 - share))) };
        var (theirs, missed) = ((SimulatedBucket?)null, 0);

        var run = TrafficRun.Play(traffic, reservedShare: share, meanwhile: (run, store) =>
        {
            theirs ??= new SimulatedBucket(run.Clock, share * traffic.Plan.Bucket, share * traffic.Plan.RestoreRate);
            var piece = run.Random.Next(1, 1 + (int)(share * traffic.Plan.Bucket));
            if (run.Random.Next(4) == 0 && theirs.TryCharge(piece) && !store.TryCharge(piece))
                missed++;
        });

        Assert.Equal((0, 0), (missed, run.Refused));
        Assert.InRange(run.Took, TimeSpan.Zero, Demanded(traffic, run, 1 - share));
    }

    [Randomised(200)]
    public void A_drain_costs_only_the_calls_that_were_sent_before_it_was_known(AnyTraffic any)
    {
        var traffic = any with { LostAnswers = 0, Changes = [] };
        var run = TrafficRun.Play(traffic);

        Assert.InRange(run.Refused, 0, traffic.Drains.Count * (traffic.Lanes + 1));
        Assert.Equal(traffic.Calls, run.Done);
    }

    [Randomised(200)]
    public void A_plan_that_becomes_larger_costs_nothing_and_one_that_becomes_smaller_only_the_calls_that_were_sent_before(AnyTraffic any)
    {
        var traffic = any with { LostAnswers = 0, Drains = [] };
        var run = TrafficRun.Play(traffic);

        Assert.InRange(run.Refused, 0, Reductions(traffic) * (traffic.Lanes + 1));
        Assert.Equal(traffic.Calls, run.Done);
    }

    [Randomised(200)]
    public void Two_processes_on_one_store_both_get_on(AnyTraffic any)
    {
        var traffic = any.Undisturbed();
        var run = TrafficRun.Play(traffic, processes: 2);

        Assert.Equal(2 * traffic.Calls, run.Done);
        Assert.InRange(run.Took, TimeSpan.Zero, (Demanded(traffic, run, share: 1) * 1.25) + TimeSpan.FromSeconds(2));
        Assert.InRange(run.Refused, 0, run.Done + (4 * traffic.Lanes));
    }

    private static int Reductions(AnyTraffic traffic)
    {
        var (plan, reductions) = (traffic.Plan, 0);
        foreach (var (_, next) in traffic.Changes.OrderBy(change => change.AtMs))
        {
            reductions += next.Bucket < plan.Bucket || next.RestoreRate < plan.RestoreRate ? 1 : 0;
            plan = next;
        }

        return reductions;
    }

    /// <summary>
    /// The points that the store does not hold at first, at the rate at which it restores them; the calls one after the other in as many lanes as are used
    /// from the beginning and as the bucket has points for; and one call more, as the last one may have to wait for its points.
    /// </summary>
    private static TimeSpan Demanded(AnyTraffic traffic, TrafficRun run, double share)
    {
        var (bucket, rate, flight) = (traffic.Plan.Bucket * share, traffic.Plan.RestoreRate * share, 1.5 * traffic.LatencyMs / 1000);
        var byPoints = Math.Max(0, run.Spent + run.Unanswered - bucket) / rate;
        var byLatency = run.Done * flight / Math.Clamp(Math.Floor(bucket / traffic.MostPoints), 1, Math.Min(traffic.Lanes, 16));
        return TimeSpan.FromSeconds((1.02 * byPoints) + byLatency + ((traffic.MostPoints + 1) / rate) + (4 * flight) + 0.1);
    }

    /// <summary>What a store restores while the first calls and the last answer travel is seen with the next answer only; timers count whole milliseconds.</summary>
    private static TimeSpan Known(AnyTraffic traffic) => TimeSpan.FromMilliseconds(1 + (2.5 * traffic.LatencyMs));
}
