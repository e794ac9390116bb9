using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Jobs;

/// <summary>
/// The pushes of a store that are not finished, in the order in which they run. There is no list of them anywhere: whoever asks reads the rows, so the
/// order can not differ from what the next firing does.
/// </summary>
internal sealed class StoreLines(IOptions<QueueingOptions> options)
{
    /// <inheritdoc cref="QueueingOptions.AheadUpTo"/>
    public int AheadUpTo => options.Value.AheadUpTo;

    /// <summary>
    /// Makes everybody who lets a push into one of these stores' lines wait until the caller's transaction ends, so that "nothing is there" stays true
    /// until it commits. Taken before any other lock, always in the same order. Not the stores' rows: saving results locks those too, after others.
    /// </summary>
    public static Task LockAsync(BulkPushDbContext db, IReadOnlyCollection<Guid> storeIds, CancellationToken cancellationToken)
    {
        var ids = storeIds.ToArray();
        return db.Database.ExecuteSqlAsync(
            $"""
            select pg_advisory_xact_lock(line.key)
            from (select distinct hashtextextended('bulkpush.store-line.' || id::text, 0) as key from unnest({ids}) as id order by key) line
            """,
            cancellationToken);
    }

    /// <summary>A store's line, the running push first; with their jobs.</summary>
    public async Task<IReadOnlyList<StorePush>> ReadAsync(BulkPushDbContext db, Guid storeId, CancellationToken cancellationToken) =>
        InOrder(await Open(db, [storeId]).ToListAsync(cancellationToken), options.Value.AheadInARow);

    /// <summary>Several stores' lines, each in its order.</summary>
    public async Task<ILookup<Guid, StorePush>> ReadAsync(BulkPushDbContext db, IReadOnlyCollection<Guid> storeIds, CancellationToken cancellationToken) =>
        (await Open(db, storeIds).ToListAsync(cancellationToken)).GroupBy(p => p.StoreId)
            .SelectMany(line => InOrder(line, options.Value.AheadInARow))
            .ToLookup(p => p.StoreId);

    /// <summary>Those of the stores where a push waits or runs.</summary>
    public async Task<IReadOnlyList<BusyStore>> BusyAsync(BulkPushDbContext db, IReadOnlyCollection<Guid> storeIds, CancellationToken cancellationToken)
    {
        var open = await Open(db, storeIds).Include(p => p.Store).ToListAsync(cancellationToken);
        return open.GroupBy(p => p.StoreId)
            .Select(line => InOrder(line, options.Value.AheadInARow))
            .OrderBy(line => line[0].Place)
            .Select(line => new BusyStore(
                line[0].StoreId, line[0].Store!.Name, line[0].JobId, line[0].Job!.RequestedBy, line[0].Progress.Processed, line[0].Progress.Total, line.Count - 1))
            .ToList();
    }

    /// <summary>
    /// The running push; then those that go ahead, as long as none that waits behind them is passed by too many (<paramref name="aheadInARow"/>); each
    /// kind in the order in which they began to wait.
    /// </summary>
    public static IReadOnlyList<StorePush> InOrder(IEnumerable<StorePush> open, int aheadInARow)
    {
        var all = open.OrderBy(p => p.Place).ToList();
        var line = all.FindAll(p => p.Status == StorePushStatus.Running);
        var ahead = new Queue<StorePush>(all.Where(p => p.Status != StorePushStatus.Running && p.IsAhead));
        var others = new Queue<StorePush>(all.Where(p => p.Status != StorePushStatus.Running && !p.IsAhead));
        var passed = 0;
        while (ahead.Count + others.Count > 0)
        {
            if (others.Count == 0 || (ahead.Count > 0 && others.Peek().PassedBy + passed < aheadInARow))
            {
                line.Add(ahead.Dequeue());
                passed++;
            }
            else
            {
                line.Add(others.Dequeue());
                passed = 0;
            }
        }

        return line;
    }

    /// <summary>What a push's <see cref="StorePush.PassedBy"/> and <see cref="StorePush.TurnUntil"/> are when it gets its turn.</summary>
    public (int PassedBy, DateTimeOffset? TurnUntil) TurnOf(StorePush push, DateTimeOffset now) =>
        push.Status == StorePushStatus.Pending && push.PassedBy >= options.Value.AheadInARow ? (0, now + options.Value.TurnAtLeast) : (push.PassedBy, push.TurnUntil);

    /// <summary>Who is passed when <paramref name="push"/> gets its turn: the first of those that did not ask to go ahead; null when nobody is.</summary>
    public static StorePush? PassedBy(StorePush push, IReadOnlyList<StorePush> line) =>
        push is { IsAhead: true, Status: StorePushStatus.Pending } ? line.FirstOrDefault(p => !p.IsAhead && p.Place < push.Place) : null;

    private static IQueryable<StorePush> Open(BulkPushDbContext db, IReadOnlyCollection<Guid> storeIds) => db.StorePushes.AsNoTracking().Include(p => p.Job)
        .Where(p => storeIds.Contains(p.StoreId) && (p.Status == StorePushStatus.Pending || p.Status == StorePushStatus.Running));
}

/// <summary>A store where a push waits or runs.</summary>
/// <param name="JobId">The push that is there, or whose turn is next.</param>
/// <param name="RequestedBy">Who started it.</param>
/// <param name="Processed">How far it is in this store, in products.</param>
/// <param name="Waiting">How many more wait behind it.</param>
public sealed record BusyStore(Guid StoreId, string StoreName, Guid JobId, string RequestedBy, int Processed, int Total, int Waiting);
