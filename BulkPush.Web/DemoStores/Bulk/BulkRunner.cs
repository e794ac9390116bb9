using System.Collections.Concurrent;
using BulkPush.Web.DemoStores.Language;

namespace BulkPush.Web.DemoStores.Bulk;

/// <summary>Runs the bulk operations of all shops in the background, each in a task of its own, and stops them with the process.</summary>
internal sealed partial class BulkRunner(ILogger<BulkRunner> log) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<BulkRun, Task> _runs = new();

    /// <summary>Runs what a request started. Call it after the shop's lock was let go.</summary>
    public void Start(ReadContext context)
    {
        foreach (var (id, mutation) in context.Started)
        {
            var lines = new BulkLines(mutation, context.Shop, () => new ReadContext(context.Shop, context.Shop.Clock.GetUtcNow())
            {
                ApiVersion = context.ApiVersion,
                Address = context.Address,
            });
            var run = new BulkRun(context.Shop, id, lines);
            _runs[run] = Task.Run(() => RunAsync(run, context.Shop.Name, id), CancellationToken.None);
        }

        foreach (var (run, task) in _runs)
            if (task.IsCompleted) _runs.TryRemove(run, out _);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_runs.Values);
        _stopping.Dispose();
    }

    private async Task RunAsync(BulkRun run, string shop, long id)
    {
        try
        {
            await run.RunAsync(_stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The operation is found interrupted at the next start.
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // One operation's end must not be the end of the others, and its client has to learn of it.
            Log.Failed(log, id, shop, error);
            run.Fail();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Bulk operation {OperationId} of the demo shop {Shop} broke and counts as failed.")]
        public static partial void Failed(ILogger logger, long operationId, string shop, Exception error);
    }
}
