using System.Text.Json.Nodes;
using BulkPush.Core.Jobs;
using BulkPush.Core.Stores;
using BulkPush.Tests.DemoStores;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Tests.Pushing.Bulk;

/// <summary>What pushes by files leave behind, in the database and in a demo shop.</summary>
internal static class BulkReadings
{
    public static readonly PushScope InFiles = new() { Strategy = PushStrategy.Bulk };

    /// <summary>Settings of a shop that nothing holds up.</summary>
    public static readonly object Fast = new { maximumAvailable = 100000, restoreRate = 100000, bulkLinesPerSecond = 0 };

    /// <summary>Settings of a shop whose bulk operations can be met on their way.</summary>
    public static readonly object Slow = new { maximumAvailable = 100000, restoreRate = 100000, bulkLinesPerSecond = 20, bulkCountStep = 5 };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static KeyValuePair<string, string?> Lines(int most) => KeyValuePair.Create("Pushing:BulkLines", (string?)most.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static async Task<List<BulkOperation>> OperationsAsync(this PushStage stage)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Ct);
        return await db.BulkOperations.AsNoTracking().OrderBy(o => o.CreatedAt).ThenBy(o => o.Sequence).ToListAsync(Ct);
    }

    /// <summary>Waits until a file has come that far.</summary>
    public static Task UntilAsync(this PushStage stage, BulkOperationStatus status) =>
        Eventually.IsTrueAsync(async () => (await stage.OperationsAsync()).Any(o => o.Status == status), $"a file is {status}");

    /// <summary>Waits until the shop has worked through some lines.</summary>
    public static Task UntilWorkingAsync(this PushStage stage, StoreSummary store) =>
        Eventually.IsTrueAsync(async () => (await stage.AtShopAsync(store)).Any(o => (int)o["objectCount"]! > 0), "the shop works through a file");

    /// <summary>Nothing is left open: every file was read, and no line waits for a result.</summary>
    public static async Task AssertAccountedForAsync(this PushStage stage)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Ct);
        Assert.Empty(await db.BulkOperations.Where(o => o.Status != BulkOperationStatus.Read).ToListAsync(Ct));
        Assert.Equal(0, await db.BulkOperationLines.CountAsync(Ct));
    }

    /// <summary>Every operation in the shop is one of ours, and none ran a file of another.</summary>
    public static async Task AssertNoFileRanTwiceAsync(this PushStage stage, StoreSummary store)
    {
        var atShop = (await stage.AtShopAsync(store)).ConvertAll(o => o.Text("clientIdentifier"));
        Assert.Equal(atShop.Count, atShop.Distinct().Count());
    }

    /// <summary>The shop's bulk operations, newest first.</summary>
    public static async Task<List<JsonNode>> AtShopAsync(this PushStage stage, StoreSummary store) =>
        [.. (await stage.Shops.ControlAsync(store.Name))["bulkOperations"]!.AsArray().Where(o => !(bool)o!["isForeign"]!).Select(o => o!)];

    /// <summary>Calls for single products that the shop has received.</summary>
    public static async Task<long> SentDirectlyAsync(this PushStage stage, StoreSummary store) =>
        (long?)(await stage.Shops.ControlAsync(store.Name)).At("requests.byRootField.productSet") ?? 0;

    public static Task FailAsync(this PushStage stage, StoreSummary store, string fault, int count = 1) =>
        stage.Shops.ConfigureAsync(new { faults = new Dictionary<string, object> { [fault] = new { count } } }, store.Name);
}
