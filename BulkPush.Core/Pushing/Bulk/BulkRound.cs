using System.Collections.Concurrent;
using BulkPush.Core.Jobs;
using BulkPush.Core.Shopify;

namespace BulkPush.Core.Pushing.Bulk;

/// <summary>What came of sending a push's products in files. Counted by several files at once.</summary>
internal sealed class BulkRound
{
    /// <summary>Fewer lines say more about waiting than about working.</summary>
    private const int LinesThatTell = 100;

    private readonly ConcurrentDictionary<Guid, ShopifyStoreException> _storeFaults = [];
    private int _sent;
    private int _settled;
    private long _timedLines;
    private long _workedTicks;
    private BulkRefusal? _refusal;

    /// <summary>Lines in files that Shopify ran.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <summary>Those of <see cref="Sent"/> whose outcome was recorded.</summary>
    public int Settled => Volatile.Read(ref _settled);

    /// <summary>Why Shopify will not run files now; null when nothing speaks against another one.</summary>
    public BulkRefusal? Refusal => Volatile.Read(ref _refusal);

    /// <summary>
    /// Whether another push of the store is to go first. What Shopify has is waited for: the store's next push would end it there, and all that it had not come
    /// to would be sent a second time. So a push gives way between files.
    /// </summary>
    public bool IsGivingWay { get; private set; }

    /// <summary>Lines a second that one operation got through; null when there were too few to tell.</summary>
    public double? LinesPerSecond
    {
        get
        {
            var lines = Interlocked.Read(ref _timedLines);
            var seconds = TimeSpan.FromTicks(Interlocked.Read(ref _workedTicks)).TotalSeconds;
            return lines >= LinesThatTell && seconds > 0 ? lines / seconds : null;
        }
    }

    public void Run(int lines) => Interlocked.Add(ref _sent, lines);

    public void Settle() => Interlocked.Increment(ref _settled);

    /// <param name="worked">From when Shopify took the file to when it was through; Shopify tells times in whole seconds, so it is taken as one at least.</param>
    public void Time(long lines, TimeSpan worked)
    {
        Interlocked.Add(ref _timedLines, lines);
        Interlocked.Add(ref _workedTicks, Math.Max(worked.Ticks, TimeSpan.TicksPerSecond));
    }

    public void GiveWay() => IsGivingWay = true;

    public void Refuse(BulkRefusal refusal) => Interlocked.CompareExchange(ref _refusal, refusal, null);

    /// <summary>A line of a file was refused for what every product would be.</summary>
    public void Meet(BulkOperation operation, ShopifyStoreException storeFault) => _storeFaults.TryAdd(operation.Id, storeFault);

    /// <summary>What <see cref="Meet"/> was told of a file; null when nothing. It counts once the file is closed, or the file would be read again for ever.</summary>
    public ShopifyStoreException? StoreFaultOf(BulkOperation operation) => _storeFaults.GetValueOrDefault(operation.Id);
}
