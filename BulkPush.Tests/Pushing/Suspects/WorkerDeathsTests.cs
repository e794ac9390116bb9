using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing;
using BulkPush.Core.Pushing.Suspects;
using BulkPush.Core.Stores;
using BulkPush.Tests.Jobs;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Pushing.Suspects;

/// <summary>Who counts as dead, and which products are suspected of it.</summary>
public sealed class WorkerDeathsTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private readonly JobScenario _scenario = new(database.Contexts);
    private int _firings;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_push_that_was_handed_back_or_let_go_without_the_database_counts_no_death()
    {
        var claims = _scenario.Claims;
        var (hold, store) = await PlannedAsync("Orderly", claims);
        await claims.HandBackAsync(hold.Push.Id, hold.FireInstanceId, Ct);
        hold = await ClaimAsync(store, claims);
        Assert.Equal(0, hold.Push.WorkerDeaths);

        claims.EndedAlive(hold.FireInstanceId);
        hold = await ClaimAsync(store, claims);
        Assert.Equal(0, hold.Push.WorkerDeaths);

        Assert.Equal(1, (await ClaimAsync(store, claims)).Push.WorkerDeaths);
    }

    [Fact]
    public async Task What_was_in_hand_at_a_death_and_has_no_outcome_is_suspected()
    {
        var (hold, store, ids) = await DiedOnceAsync("InHand");
        await Marks.MarkAsync(hold, ids[..3], isAlone: false, Ct);
        await SettleAsync(hold, ids[0]);

        hold = await ClaimAsync(store);

        Assert.Equal([(ids[1], 1), (ids[2], 1)], await SuspectsAsync(hold));
        Assert.Equal(1, hold.Push.WorkerDeaths);
    }

    [Fact]
    public async Task Three_kills_at_any_moment_set_no_product_aside()
    {
        var (hold, store, ids) = await DiedOnceAsync("Kills");
        await Marks.MarkAsync(hold, ids[..4], isAlone: false, Ct);
        hold = await ClaimAsync(store);
        await Marks.MarkAsync(hold, [ids[0]], isAlone: true, Ct);
        hold = await ClaimAsync(store);

        // Whoever was in hand twice comes last, so that the next accident does not meet it again.
        Assert.Equal([(ids[1], 1), (ids[2], 1), (ids[3], 1), (ids[0], 2)], await SuspectsAsync(hold));
        Assert.All(await SuspectsAsync(hold), suspect => Assert.True(suspect.Deaths < WorkerDeaths.Enough));
    }

    [Fact]
    public async Task An_orderly_end_clears_the_marks_and_suspects_nobody()
    {
        var (hold, store, ids) = await DiedOnceAsync("Cleared");
        await Marks.MarkAsync(hold, ids, isAlone: false, Ct);
        await _scenario.Claims.HandBackAsync(hold.Push.Id, hold.FireInstanceId, Ct);

        hold = await ClaimAsync(store);
        Assert.Empty(await SuspectsAsync(hold));

        hold = await ClaimAsync(store);
        Assert.Empty(await SuspectsAsync(hold));
    }

    [Fact]
    public async Task Marks_of_what_is_done_go_with_the_next_ones()
    {
        var (hold, _, ids) = await DiedOnceAsync("Done");
        await Marks.MarkAsync(hold, ids[..2], isAlone: false, Ct);
        await SettleAsync(hold, ids[0]);

        await Marks.MarkAsync(hold, ids[2..3], isAlone: false, Ct);
        Assert.Equal([ids[1], ids[2]], await MarkedAsync(hold));

        await Marks.MarkAsync(hold, ids[3..4], isAlone: true, Ct);
        Assert.Equal([ids[3]], await MarkedAsync(hold));
        await Assert.ThrowsAsync<StorePushLostException>(() => Marks.MarkAsync(hold with { FireInstanceId = "another" }, ids, isAlone: true, Ct));
    }

    [Fact]
    public async Task Deaths_are_counted_in_a_row_and_an_outcome_between_begins_anew()
    {
        var (hold, store, ids) = await DiedOnceAsync("Row");
        hold = await ClaimAsync(store);
        Assert.Equal(2, hold.Push.WorkerDeaths);

        await SettleAsync(hold, ids[0]);
        hold = await ClaimAsync(store);
        Assert.Equal(1, hold.Push.WorkerDeaths);
        Assert.Equal(2, (await ClaimAsync(store)).Push.WorkerDeaths);
    }

    [Fact]
    public async Task A_product_that_an_earlier_push_has_set_aside_is_suspected_from_the_start()
    {
        var (hold, store) = await PlannedAsync("Known", _scenario.Claims);
        var known = (await _scenario.ItemsAsync(hold.Push.Id))[2].ProductId;
        await _scenario.ChangeAsync(db => db.ProductChannels.Where(c => c.StoreId == store.Id && c.ProductId == known)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.LastErrorCode, SuspectMarks.WorkerBroken), Ct));
        Assert.Equal([(known, WorkerDeaths.Enough - 1)], await SuspectsAsync(hold));

        await Marks.MarkAsync(hold, [known], isAlone: true, Ct);

        Assert.Equal([(known, WorkerDeaths.Enough)], await SuspectsAsync(await ClaimAsync(store)));
    }

    private SuspectMarks Marks => new(database.Contexts);

    private async Task<(PushHold Hold, Store Store)> PlannedAsync(string name, StoreClaims claims)
    {
        var store = await _scenario.StoreAsync(name);
        await _scenario.ProductsAsync(5, store);
        await _scenario.StartedAsync(new PushScope { StoreIds = [store.Id] });
        var hold = await ClaimAsync(store, claims);
        await new PushPlanner(database.Contexts, _scenario.Clock).PlanAsync(hold.Push, hold.FireInstanceId, Ct);
        return (hold, store);
    }

    private async Task<(PushHold Hold, Store Store, long[] ProductIds)> DiedOnceAsync(string name)
    {
        var (hold, store) = await PlannedAsync(name, _scenario.Claims);
        hold = await ClaimAsync(store);
        Assert.Equal(1, hold.Push.WorkerDeaths);
        return (hold, store, [.. (await _scenario.ItemsAsync(hold.Push.Id)).Select(i => i.ProductId)]);
    }

    private async Task<PushHold> ClaimAsync(Store store, StoreClaims? claims = null)
    {
        var firing = $"firing-{++_firings}";
        return new PushHold((await (claims ?? _scenario.Claims).ClaimAsync(store.Id, firing, Ct))!, firing);
    }

    private async Task<List<(long ProductId, int Deaths)>> SuspectsAsync(PushHold hold) =>
        [.. (await Marks.SuspectsAsync(hold.Push, Ct)).Select(s => (s.ProductId, s.Deaths))];

    private async Task<List<long>> MarkedAsync(PushHold hold)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Ct);
        return await db.PushSuspects.Where(s => s.StorePushId == hold.Push.Id && s.IsMarked).OrderBy(s => s.ProductId).Select(s => s.ProductId).ToListAsync(Ct);
    }

    /// <summary>A product gets its outcome, and the figures say so.</summary>
    private Task SettleAsync(PushHold hold, long productId) => _scenario.ChangeAsync(async db =>
    {
        await db.PushItems.Where(i => i.StorePushId == hold.Push.Id && i.ProductId == productId)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.Outcome, PushItemOutcome.Created), Ct);
        var push = await db.StorePushes.SingleAsync(p => p.Id == hold.Push.Id, Ct);
        push.Progress = push.Progress with { Created = push.Progress.Created + 1 };
    });
}
