namespace BulkPush.Web.Components.Shared;

/// <summary>
/// A component's time on the screen. What it began may come back after that, so its token can be asked for even then; a disposed source's cannot,
/// and that error would replace the page that is shown by now.
/// </summary>
public sealed class PageVisit : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    public PageVisit() => Leaving = _source.Token;

    /// <summary>Cancelled when the component leaves the screen.</summary>
    public CancellationToken Leaving { get; }

    public bool IsOver => Leaving.IsCancellationRequested;

    /// <summary>Ends what was begun although the component is still shown.</summary>
    public Task EndAsync() => _source.CancelAsync();

    public void Dispose()
    {
        _source.Cancel();
        _source.Dispose();
    }
}
