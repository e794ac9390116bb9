using BulkPush.Core.Jobs;
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
    private readonly CancellationToken _outside;
    private readonly bool _isEnding;
    private readonly Action? _onGiveWay;
    private readonly Guid _storePushId;
    private bool _isGivingWay;
    private ShopifyStoreException? _storeFault;

    /// <param name="isEnding">The push was cancelled, and this is the work that its end takes: that the database says so is no reason to stop.</param>
    /// <param name="onGiveWay">Told that another push is to go first, and begins nothing new then; null when work may stop anywhere for that, as for a pause.</param>
    public SendingSession(
        PushHold hold, ProgressRecorder recorder, bool isEnding, Action? onGiveWay, TimeSpan stopGrace, TimeProvider clock, CancellationToken cancellationToken)
    {
        (Recorder, _isEnding, _onGiveWay, _storePushId, _outside) = (recorder, isEnding, onGiveWay, hold.Push.Id, cancellationToken);
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
    /// <exception cref="StorePushGivesWayException">Another push of the store goes first.</exception>
    /// <exception cref="StorePushLostException">Another firing holds the push.</exception>
    public async Task RunAsync(Func<Task> work)
    {
        var saving = SaveAsync();
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (_storeFault is not null || _isGivingWay)
        {
            // Stopped by ourselves: the reason, what the store said or who goes first, is thrown below once everything is saved.
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

        _outside.ThrowIfCancellationRequested();
        if (_isGivingWay)
        {
            throw new StorePushGivesWayException(_storePushId);
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

    private void Stopping(StopRequest asked)
    {
        if (asked == StopRequest.GiveWay && _onGiveWay is { } giveWay)
        {
            giveWay();
        }
        else if (!_isEnding)
        {
            _isGivingWay = asked == StopRequest.GiveWay;
            _stop.Cancel();
        }
    }

    private async Task SaveAsync()
    {
        try
        {
            await Recorder.RunAsync(Stopping, CancellationToken.None);
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
