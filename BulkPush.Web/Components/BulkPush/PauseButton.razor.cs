using BulkPush.Core.Jobs;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Pushes;

/// <summary>Pauses a push, or one store of it, or lets it go on; not there once there is nothing to pause.</summary>
public sealed partial class PauseButton
{
    private bool _isAsking;

    [Parameter, EditorRequired] public required JobProgress Job { get; set; }

    /// <summary>One store; null for all of them.</summary>
    [Parameter] public Guid? StoreId { get; set; }

    /// <summary>Asks for the store (or all) to be paused (true) or resumed; null when the operator may not.</summary>
    [Parameter] public Func<Guid?, bool, Task>? Ask { get; set; }

    private IReadOnlyList<StorePushView> Stores => [.. Job.Stores.Where(s => StoreId is null || s.StoreId == StoreId)];

    private bool IsPaused => Stores.All(s => s.IsFinal || s.Status == StorePushStatus.Paused) && Stores.Any(s => s.Status == StorePushStatus.Paused);

    private bool MayPause => Stores.Any(s => s.Status is StorePushStatus.Pending or StorePushStatus.Running && !s.IsCancelRequested);

    private bool IsPausing => !IsPaused && Stores.Where(s => s.Status is StorePushStatus.Pending or StorePushStatus.Running).All(s => s.IsPauseRequested);

    private string Text => IsPaused ? "Resume" : IsPausing ? "Pausing" : "Pause";

    private string Label => StoreId is null ? $"{Text} the push" : $"{Text} the push to {Stores.Select(s => s.StoreName).FirstOrDefault()}";

    private string TestId => $"{(IsPaused ? "resume" : "pause")}-{(StoreId is null ? "push" : "store")}";

    // Not disabled meanwhile: a store may be busy, and the dialog about it gives the focus back to this button.
    private async Task AskAsync()
    {
        if (_isAsking || Ask is not { } ask)
            return;

        _isAsking = true;
        try
        {
            await ask(StoreId, !IsPaused);
        }
        finally
        {
            _isAsking = false;
        }
    }
}
