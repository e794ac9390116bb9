using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing;
using BulkPush.Core.Pushing.Bulk;
using BulkPush.Core.Shopify;
using BulkPush.Core.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Tests.Pushing.Bulk;

/// <summary>A push that a firing has claimed and planned, with the parts that work on its files: a test does their work one step at a time.</summary>
internal sealed class BulkDesk : IAsyncDisposable
{
    public const string Firing = "firing-1";

    private readonly PushStage _stage;
    private readonly StoreSummary _store;
    private readonly Task _saving;

    private BulkDesk(PushStage stage, StoreSummary store, StorePush push, StorePushProgress planned, BulkOperations shopify)
    {
        (_stage, _store) = (stage, store);
        var recorder = new ProgressRecorder(Get<ResultWriter>(), push, Firing, planned, figures => figures, new PushingOptions(), TimeProvider.System);
        var newVariants = new NewVariantLimit(null, TimeSpan.FromDays(1), TimeProvider.System);
        Context = new BulkContext(new PushHold(push, Firing), shopify, newVariants, recorder, new BulkActivity(TimeProvider.System), new BulkRound(), Ct);
        _saving = recorder.RunAsync(_ => { }, Ct);
    }

    public BulkContext Context { get; }

    public BulkOperationLedger Ledger => Get<BulkOperationLedger>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="stage">One without a worker, with products for the store.</param>
    public static async Task<BulkDesk> SetAsync(PushStage stage, StoreSummary store)
    {
        await stage.StartAsync(BulkReadings.InFiles);
        var push = (await ClaimAsync(stage, store, Firing))!;
        var planned = await stage.Services.GetRequiredService<PushPlanner>().PlanAsync(push, Firing, Ct);
        var connection = (await stage.Services.GetRequiredService<StoreService>().ConnectAsync(store.Id, Ct))!;
        return new BulkDesk(stage, store, push, planned, stage.Services.GetRequiredService<BulkOperationsFactory>().For(connection));
    }

    public T Get<T>()
        where T : notnull => _stage.Services.GetRequiredService<T>();

    /// <summary>Writes what is pending into files and reads their lines back.</summary>
    public async Task<List<(BulkOperation Operation, string[] Lines, long Bytes)>> WriteAsync(BulkFileLimit limit)
    {
        var files = new List<(BulkOperation, string[], long)>();
        await foreach (var file in Get<BulkFileWriter>().WriteAsync(Context, limit, Ct))
        {
            await using var content = file.Content;
            Assert.Equal(content.Bytes, content.Content.Length);
            content.Content.Position = 0;
            using var reader = new StreamReader(content.Content);
            var text = await reader.ReadToEndAsync(Ct);
            Assert.EndsWith("\n", text, StringComparison.Ordinal);
            files.Add((file.Operation, text.TrimEnd('\n').Split('\n'), content.Bytes));
            Assert.Equal(content.LineCount, files[^1].Item2.Length);
        }

        return files;
    }

    /// <summary>Makes one file of what is pending, as one that Shopify runs.</summary>
    public async Task<BulkOperation> RunAsync()
    {
        var (operation, lines, _) = Assert.Single(await WriteAsync(BulkFileLimit.For(1000, 1, 1000)));
        await Ledger.StartingAsync(Context.Hold, operation, "tmp/file", lines.Length, Ct);
        await Ledger.RunningAsync(Context.Hold, operation, $"gid://shopify/BulkOperation/{operation.Sequence}", Ct);
        return operation;
    }

    /// <summary>Another firing takes the push over, as after this one stood still for too long.</summary>
    public async Task<PushHold> LoseAsync() => new((await ClaimAsync(_stage, _store, "firing-2"))!, "firing-2");

    public async ValueTask DisposeAsync()
    {
        Context.Recorder.Complete();
        await _saving;
    }

    private static Task<StorePush?> ClaimAsync(PushStage stage, StoreSummary store, string firing) =>
        stage.Services.GetRequiredService<StoreClaims>().ClaimAsync(store.Id, firing, Ct);
}
