using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing;
using BulkPush.Core.Pushing.Bulk;
using BulkPush.Core.Stores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Pushing.Bulk;

/// <summary>A firing that another one has replaced cannot change what is known of the files.</summary>
public sealed class BulkOperationLedgerTests(PostgresCluster cluster) : IAsyncLifetime
{
    private PushStage _stage = null!;
    private StoreSummary _store = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, BulkOperationStatus> Moves { get; } = new()
    {
        { "add", BulkOperationStatus.Prepared },
        { "start", BulkOperationStatus.Prepared },
        { "not started", BulkOperationStatus.Starting },
        { "run", BulkOperationStatus.Starting },
        { "close", BulkOperationStatus.Running },
        { "drop", BulkOperationStatus.Prepared },
        { "drop", BulkOperationStatus.Running },
    };

    public async ValueTask InitializeAsync()
    {
        _stage = await PushStage.SetAsync(cluster, isWorker: false);
        _store = await _stage.StoreAsync("berlin", BulkReadings.Fast);
        await _stage.ProductsAsync(3, _store);
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Theory]
    [MemberData(nameof(Moves))]
    public async Task Who_lost_the_push_moves_no_file(string move, BulkOperationStatus status)
    {
        await using var desk = await BulkDesk.SetAsync(_stage, _store);
        var operation = await FileAsync(desk, status);
        var before = Assert.Single(await _stage.OperationsAsync());
        var winner = await desk.LoseAsync();

        await Assert.ThrowsAsync<StorePushLostException>(() => MoveAsync(desk.Ledger, move, desk.Context.Hold, operation));

        var after = Assert.Single(await _stage.OperationsAsync());
        Assert.Equal(
            (before.Status, before.StagedPath, before.ShopifyOperationId, before.Verdict, before.FinishedAt),
            (after.Status, after.StagedPath, after.ShopifyOperationId, after.Verdict, after.FinishedAt));
        await using var db = _stage.Contexts.CreateDbContext();
        Assert.Equal(3, await db.BulkOperationLines.CountAsync(Ct));
        await MoveAsync(desk.Ledger, move, winner, operation);
    }

    [Fact]
    public async Task Lines_of_a_file_that_the_winner_has_dropped_cannot_be_added()
    {
        await using var desk = await BulkDesk.SetAsync(_stage, _store);
        var operation = await desk.Ledger.AddAsync(desk.Context.Hold, Ct);
        var winner = await desk.LoseAsync();
        await desk.Get<BulkStarter>().RecoverAsync(desk.Context with { Hold = winner }, Ct);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => desk.Ledger.AddLinesAsync([Line(operation)], Ct));

        await using var db = _stage.Contexts.CreateDbContext();
        Assert.Equal((0, 0), (await db.BulkOperations.CountAsync(Ct), await db.BulkOperationLines.CountAsync(Ct)));
    }

    [Fact]
    public async Task A_file_is_moved_from_where_it_is_only()
    {
        await using var desk = await BulkDesk.SetAsync(_stage, _store);
        var operation = await FileAsync(desk, BulkOperationStatus.Prepared);

        await Assert.ThrowsAsync<StorePushLostException>(() => MoveAsync(desk.Ledger, "run", desk.Context.Hold, operation));
        await Assert.ThrowsAsync<StorePushLostException>(() => MoveAsync(desk.Ledger, "close", desk.Context.Hold, operation));

        Assert.Equal(BulkOperationStatus.Prepared, Assert.Single(await _stage.OperationsAsync()).Status);
    }

    [Theory]
    [InlineData(BulkOperationStatus.Prepared, 0)]
    [InlineData(BulkOperationStatus.Starting, 1)]
    [InlineData(BulkOperationStatus.Running, 1)]
    public async Task A_push_that_ends_forgets_the_file_that_nobody_was_asked_to_run(BulkOperationStatus status, int left)
    {
        await using var desk = await BulkDesk.SetAsync(_stage, _store);
        await FileAsync(desk, status);
        var hold = desk.Context.Hold;

        Assert.True(await desk.Get<StorePushLifecycle>().SettleAsync(hold.Push.Id, hold.FireInstanceId, StorePushStatus.Failed, "The store is locked.", Ct));

        Assert.Equal(left, (await _stage.OperationsAsync()).Count);
        await using var db = _stage.Contexts.CreateDbContext();
        Assert.Equal(0, await db.BulkOperationLines.CountAsync(Ct));
    }

    private static async Task<BulkOperation> FileAsync(BulkDesk desk, BulkOperationStatus status)
    {
        if (status == BulkOperationStatus.Running)
        {
            return await desk.RunAsync();
        }

        var (operation, lines, _) = Assert.Single(await desk.WriteAsync(new BulkFileLimit(10, 1_000_000)));
        if (status == BulkOperationStatus.Starting)
        {
            await desk.Ledger.StartingAsync(desk.Context.Hold, operation, "tmp/file", lines.Length, Ct);
        }

        return operation;
    }

    private static BulkOperationLine Line(BulkOperation operation) => new()
    {
        BulkOperationId = operation.Id,
        LineNumber = 0,
        StorePushId = operation.StorePushId,
        ProductId = 1,
        ProductRevision = 1,
        ChannelRevision = 1,
        IsById = false,
        Hash = "hash",
        VariantsHash = null,
        MediaHash = null,
        MetafieldsHash = null,
    };

    private static Task MoveAsync(BulkOperationLedger ledger, string move, PushHold hold, BulkOperation operation) => move switch
    {
        "add" => ledger.AddAsync(hold, Ct),
        "start" => ledger.StartingAsync(hold, operation, "tmp/other", 3, Ct),
        "not started" => ledger.NotStartedAsync(hold, operation, Ct),
        "run" => ledger.RunningAsync(hold, operation, "gid://shopify/BulkOperation/99", Ct),
        "close" => ledger.CloseAsync(hold, operation, "completed", Ct),
        "drop" => ledger.DropAsync(hold, operation, Ct),
        _ => throw new ArgumentOutOfRangeException(nameof(move)),
    };
}
