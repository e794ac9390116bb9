namespace BulkPush.Tests.Properties.Traffic;

/// <summary>Continuations wait here until the simulation lets them run, so that it always takes the same course.</summary>
internal sealed class OneThread : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();

    public override void Post(SendOrPostCallback d, object? state) => _ready.Enqueue((d, state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing else runs that could wait.");

    /// <summary>Runs <paramref name="simulation"/> with this as its context.</summary>
    public void Run(Action simulation)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            simulation();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Runs what is ready, and what gets ready by that.</summary>
    public void Settle()
    {
        while (_ready.TryDequeue(out var ready))
            ready.Callback(ready.State);
    }
}
