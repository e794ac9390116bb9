using BulkPush.Core.Shopify;

namespace BulkPush.Core.Pushing;

/// <summary>
/// What sending needs around it: results are saved while they come, a stop lets what is under way end, and a fault of the whole store stops the rest and is
/// thrown once everything is saved.
/// </summary>
internal sealed class SendingSession : IAsyncDisposable
{
    // Two tokens: the first ends the stream of new work, the second, a grace later, what is under way.
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _abort = new();
    private readonly ITimer _grace;
    private readonly CancellationTokenRegistration _onStop;
    private readonly bool _isEnding;
    private ShopifyStoreException? _storeFault;

    /// <param name="isEnding">The push was cancelled, and this is the work that its end takes: that the database says so is no reason to stop.</param>
    public SendingSession(ProgressRecorder recorder, bool isEnding, TimeSpan stopGrace, TimeProvider clock, CancellationToken cancellationToken)
    {
        (Recorder, _isEnding) = (recorder, isEnding);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _grace = clock.CreateTimer(_ => _abort.Cancel(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _onStop = _stop.Token.Register(() => _grace.Change(stopGrace, Timeout.InfiniteTimeSpan));
    }

    public ProgressRecorder Recorder { get; }

    /// <summary>No new work.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>What is under way ends, known or not.</summary>
    public CancellationToken Abort => _abort.Token;

    /// <summary>Stops because the store as a whole cannot be pushed any further.</summary>
    public Task FailAsync(ShopifyStoreException fault)
    {
        _storeFault ??= fault;
        return _stop.CancelAsync();
    }

    /// <summary>Runs the work and saves every result before it returns or throws.</summary>
    /// <exception cref="OperationCanceledException">Stopped, by an operator or by shutdown.</exception>
    /// <exception cref="ShopifyStoreException">The work reported a fault of the whole store.</exception>
    /// <exception cref="StorePushLostException">Another firing holds the push.</exception>
    public async Task RunAsync(Func<Task> work)
    {
        var saving = SaveAsync();
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (_storeFault is not null)
        {
            // Stopped by ourselves: what the store said is the reason that counts, and it is thrown below once everything is saved.
        }
        finally
        {
            Recorder.Complete();
            await saving;
        }

        if (_storeFault is not null)
        {
            throw _storeFault;
        }

        _stop.Token.ThrowIfCancellationRequested();
    }

    public async ValueTask DisposeAsync()
    {
        await _onStop.DisposeAsync();
        await _grace.DisposeAsync();
        _stop.Dispose();
        _abort.Dispose();
    }

    private async Task SaveAsync()
    {
        try
        {
            await Recorder.RunAsync(_isEnding ? () => { } : _stop.Cancel, CancellationToken.None);
        }
        catch
        {
            // Results that cannot be saved must not be made: both the stream and what is under way end.
            await _stop.CancelAsync();
            await _abort.CancelAsync();
            throw;
        }
    }
}
