using BulkPush.Core.Jobs;

namespace BulkPush.Core.Pushing;

/// <summary>Shows what a push is doing while its figures stand still.</summary>
internal sealed class PushPhases(StorePushLifecycle lifecycle)
{
    /// <param name="phase">For people, see <see cref="PushPhase"/>.</param>
    /// <exception cref="StorePushLostException">Another firing holds the push.</exception>
    public async Task ShowAsync(PushHold hold, string phase, CancellationToken cancellationToken)
    {
        hold.Push.Progress = hold.Push.Progress with { Phase = phase };
        if (!await lifecycle.ShowAsync(hold.Push.Id, hold.FireInstanceId, hold.Push.Progress, cancellationToken))
        {
            throw new StorePushLostException(hold.Push.Id);
        }
    }
}
