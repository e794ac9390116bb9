using System.Threading.Channels;
using BulkPush.Core.Jobs;
using BulkPush.Core.Pushing.Breaker;

namespace BulkPush.Core.Pushing;

/// <summary>
/// Saves results as they come: every few products while a push is slow, in batches while it is fast, and always at the end. Each save is one
/// statement that writes outcomes, channels and figures together (<see cref="ResultWriter"/>), so the figures are never ahead of the rows.
/// </summary>
/// <param name="observe">Adds to the figures what only the sender knows: what is waited for, how far the store is.</param>
internal sealed class ProgressRecorder(
    ResultWriter writer,
    StorePush push,
    string fireInstanceId,
    StorePushProgress planned,
    Func<StorePushProgress, StorePushProgress> observe,
    PushingOptions options,
    TimeProvider clock)
{
    /// <summary>With nothing to save the figures are refreshed this often: the screen then knows what is waited for.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(2);

    private readonly Channel<Entry> _entries = Channel.CreateBounded<Entry>(new BoundedChannelOptions(5000) { SingleReader = true });

    private readonly PushRate _rate = new(clock);
    private Task<bool>? _arrival;

    /// <summary>A result to save, or somebody who waits until everything before it is saved.</summary>
    private readonly record struct Entry(ProductResult? Result, TaskCompletionSource? IsSaved);

    /// <summary>The figures as last saved.</summary>
    public StorePushProgress Progress { get; private set; } = planned;

    /// <summary>What the results say about the store as a whole.</summary>
    public RefusalWindow Window { get; } = new(options);

    /// <summary>Hands a result over; waits when the database falls far behind.</summary>
    public ValueTask AddAsync(ProductResult result, CancellationToken cancellationToken)
    {
        Window.Add(result);
        return _entries.Writer.WriteAsync(new Entry(result, null), cancellationToken);
    }

    /// <summary>Waits until every result handed over so far is saved. Ends only by <paramref name="cancellationToken"/> when saving has failed.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var isSaved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _entries.Writer.WriteAsync(new Entry(null, isSaved), cancellationToken);
        await isSaved.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Hands over a call that was given up, so that its channel is in doubt. Never waits: by then saving may have failed for good.</summary>
    public void AddGivenUp(ProductResult result) => _entries.Writer.TryWrite(new Entry(result, null));

    /// <summary>No more results will come; <see cref="RunAsync"/> ends once all are saved.</summary>
    public void Complete() => _entries.Writer.TryComplete();

    /// <summary>Saves until <see cref="Complete"/> was called and everything is saved.</summary>
    /// <param name="onStopRequested">Called when a save finds that the push is to stop: an interrupt may have been lost, and giving way has none.</param>
    /// <param name="cancellationToken">Gives up at once; results not saved are pushed again.</param>
    /// <exception cref="StorePushLostException">Another firing holds the push.</exception>
    public async Task RunAsync(Action<StopRequest> onStopRequested, CancellationToken cancellationToken)
    {
        var batch = new List<ProductResult>();
        var waiting = new List<TaskCompletionSource>();
        var lastSave = clock.GetTimestamp();
        var oldest = lastSave;
        var isOpen = true;
        while (isOpen || batch.Count > 0 || waiting.Count > 0)
        {
            if (batch.Count == 0)
            {
                oldest = clock.GetTimestamp();
            }

            while (_entries.Reader.TryRead(out var entry))
            {
                if (entry.Result is { } result)
                {
                    batch.Add(result);
                }
                else
                {
                    waiting.Add(entry.IsSaved!);
                }
            }

            var due = isOpen && waiting.Count == 0 ? TimeUntilSave(batch.Count, lastSave, oldest) : TimeSpan.Zero;
            if (due > TimeSpan.Zero)
            {
                isOpen = await ArrivalAsync(due, cancellationToken);
                continue;
            }

            await SaveAsync(batch, onStopRequested, cancellationToken);
            batch.Clear();
            waiting.ForEach(isSaved => isSaved.SetResult());
            waiting.Clear();
            lastSave = clock.GetTimestamp();
        }
    }

    private TimeSpan TimeUntilSave(int count, long lastSave, long oldest)
    {
        if (count == 0)
        {
            return Heartbeat - clock.GetElapsedTime(lastSave);
        }

        var sinceSave = options.SaveAtMostEach - clock.GetElapsedTime(lastSave);
        var sinceOldest = options.SaveAtLeastEach - clock.GetElapsedTime(oldest);
        return count >= options.SaveEvery ? sinceSave : sinceOldest;
    }

    /// <summary>Waits for the next result or until <paramref name="due"/> has passed; false once no more will come.</summary>
    private async Task<bool> ArrivalAsync(TimeSpan due, CancellationToken cancellationToken)
    {
        _arrival ??= _entries.Reader.WaitToReadAsync(cancellationToken).AsTask();
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var delay = Task.Delay(due, clock, timer.Token);
        var first = await Task.WhenAny(_arrival, delay);
        await timer.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (first != _arrival)
        {
            return true;
        }

        var isOpen = await _arrival;
        _arrival = null;
        return isOpen;
    }

    private async Task SaveAsync(List<ProductResult> batch, Action<StopRequest> onStopRequested, CancellationToken cancellationToken)
    {
        _rate.Add(batch.Count(result => result.Outcome != PushItemOutcome.Pending));
        Progress = Figures(Progress, batch);

        // Crash point 6: the store has these products, our rows do not say so yet. Safe: they are pushed again by id or custom id, which finds the
        // same products.
        CrashPoint.Reached(6);
        if (await writer.WriteAsync(push, fireInstanceId, Progress, batch, cancellationToken) is var asked and not StopRequest.None)
        {
            onStopRequested(asked);
        }
    }

    private StorePushProgress Figures(StorePushProgress before, List<ProductResult> batch)
    {
        var rate = _rate.PerSecond();
        var after = before with
        {
            Created = before.Created + batch.Count(r => r.Outcome == PushItemOutcome.Created),
            Updated = before.Updated + batch.Count(r => r.Outcome == PushItemOutcome.Updated),
            Unchanged = before.Unchanged + batch.Count(r => r.Outcome == PushItemOutcome.Unchanged),
            Failed = before.Failed + batch.Count(r => r.Outcome == PushItemOutcome.Failed),
            Deferred = before.Deferred + batch.Count(r => r.Outcome == PushItemOutcome.Deferred),
            DeferredUntil = batch.Max(r => r.DeferredUntil) ?? before.DeferredUntil,
            RecentErrors = [.. before.RecentErrors
                .Concat(batch.Where(r => r.Outcome == PushItemOutcome.Failed).Select(r => r.ToError()))
                .TakeLast(StorePushProgress.RecentErrorLimit)],
            RatePerSecond = rate,
        };
        return observe(after with { EtaSeconds = rate is { } perSecond ? (after.Total - after.Processed) / perSecond : null });
    }
}
