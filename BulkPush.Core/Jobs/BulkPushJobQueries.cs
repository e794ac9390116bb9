using System.Globalization;
using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace BulkPush.Core.Jobs;

/// <summary>Reads pushes for pages and the API, from PostgreSQL only.</summary>
public sealed class BulkPushJobQueries(IDbContextFactory<BulkPushDbContext> contexts, IOptions<QueueingOptions> queueing, TimeProvider clock)
{
    private readonly StoreLines _lines = new(queueing);

    /// <summary>The job with its stores' live progress; null when there is none.</summary>
    public async Task<JobProgress?> FindAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // One statement, so that the job and its stores are read as of the same moment.
        var job = await db.BulkPushJobs.AsNoTracking().AsSingleQuery()
            .Include(j => j.StorePushes).ThenInclude(p => p.Store)
            .SingleOrDefaultAsync(j => j.Id == jobId, cancellationToken);
        if (job is null)
        {
            return null;
        }

        var linked = await db.BulkPushJobs.AsNoTracking()
            .Where(j => j.RetryOf == jobId || j.Id == job.RetryOf)
            .OrderBy(j => j.CreatedAt)
            .Select(j => new JobLink(j.Id, j.CreatedAt))
            .ToListAsync(cancellationToken);
        var lines = await LinesAsync(db, job, cancellationToken);
        return new JobProgress(
            job.Id,
            job.Status,
            job.Error,
            job.RequestedBy,
            job.IsCancelRequested,
            job.Scope,
            job.CreatedAt,
            job.StartedAt,
            job.FinishedAt,
            job.StorePushes.Select(push => View(push) with { Line = StoreLineView.Of(push, lines[push.StoreId]) }).OrderBy(s => s.StoreName, StringComparer.OrdinalIgnoreCase).ToList())
        {
            ScheduleId = job.ScheduleId,
            RemovedSchedule = job.RemovedSchedule,
            RetryOf = linked.Find(link => link.Id == job.RetryOf),
            Retries = linked.FindAll(link => link.Id != job.RetryOf),
        };
    }

    /// <summary>Newest first. A page beyond the last one is empty.</summary>
    /// <param name="page">Zero-based.</param>
    public async Task<JobPage> ListAsync(BulkPushJobStatus? status, int page, int pageSize, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var jobs = db.BulkPushJobs.AsNoTracking().Where(j => status == null || j.Status == status);
        var total = await jobs.CountAsync(cancellationToken);
        var skipped = Math.Max(page, 0) * (long)pageSize;
        if (skipped >= total)
        {
            return new JobPage([], total);
        }

        var rows = await jobs
            .OrderByDescending(j => j.CreatedAt).ThenByDescending(j => j.Id)
            .Skip((int)skipped).Take(pageSize)
            .Include(j => j.StorePushes).ThenInclude(p => p.Store)
            .AsSplitQuery()
            .ToListAsync(cancellationToken);
        return new JobPage(rows.ConvertAll(Summary), total);
    }

    /// <summary>These jobs as the history shows them, in no order; those that there are.</summary>
    public async Task<IReadOnlyList<JobSummary>> SummariesAsync(IReadOnlyCollection<Guid> jobIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.BulkPushJobs.AsNoTracking()
            .Where(j => jobIds.Contains(j.Id))
            .Include(j => j.StorePushes).ThenInclude(p => p.Store)
            .AsSplitQuery()
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(Summary);
    }

    /// <summary>What a push of this scope would do, per store, without doing it. A store where none of the products is active is listed with nothing to do.</summary>
    public async Task<PushPreview> PreviewAsync(PushScope scope, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var storeIds = scope.StoreIds?.ToArray();
        var productIds = scope.ProductIds?.ToArray();
        var stores = await db.Database.SqlQueryRaw<PreviewRow>(
            $"""
            with channels as (
                select s.id as store_id, s.name as store_name, c.product_id, c.last_error_at, c.pushed_at, {ChannelDue.IsUpToDate} as is_up_to_date,
                       case when c.product_id is not null and not {ChannelDue.IsUpToDate} then {ChannelDue.WaitsUntil} end as waits_until
                from stores s left join (product_channels c join products p on p.id = c.product_id)
                    on c.store_id = s.id and c.is_active and (@products is null or c.product_id = any(@products))
                where @stores is null or s.id = any(@stores))
            select store_id, store_name,
                   count(product_id) filter (where not is_up_to_date and waits_until is null and last_error_at is null and pushed_at is null)::int as never_pushed,
                   count(product_id) filter (where not is_up_to_date and waits_until is null and last_error_at is null and pushed_at is not null)::int as changed,
                   count(product_id) filter (where waits_until is null and last_error_at is not null)::int as failed,
                   count(product_id) filter (where is_up_to_date)::int as up_to_date,
                   count(waits_until)::int as deferred,
                   max(waits_until) as deferred_until
            from channels
            group by store_id, store_name
            order by lower(store_name)
            """,
            SqlArray.Of("stores", storeIds),
            SqlArray.Of("products", productIds),
            new NpgsqlParameter<DateTimeOffset>("now", clock.GetUtcNow())).ToListAsync(cancellationToken);
        var busy = (await _lines.BusyAsync(db, stores.ConvertAll(s => s.StoreId), cancellationToken)).ToDictionary(s => s.StoreId);
        return new PushPreview(stores.ConvertAll(s => new StorePreview(
            s.StoreId, s.StoreName, s.NeverPushed, s.Changed, s.Failed, s.UpToDate, busy.GetValueOrDefault(s.StoreId)?.JobId, s.Deferred, s.DeferredUntil)
        {
            Busy = busy.GetValueOrDefault(s.StoreId),
        }));
    }

    /// <summary>Per-product results in product order, a page at a time; null when there is no such job.</summary>
    public async Task<PushItemPage?> ItemsAsync(PushItemQuery query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.BulkPushJobs.AnyAsync(j => j.Id == query.JobId, cancellationToken))
        {
            return null;
        }

        return await PushItemPages.ReadAsync(db, query, cancellationToken);
    }

    /// <summary>The lines of the stores in which the job is open, by store.</summary>
    private async Task<ILookup<Guid, StorePush>> LinesAsync(BulkPushDbContext db, BulkPushJob job, CancellationToken cancellationToken)
    {
        var open = job.StorePushes.Where(p => p.Status is StorePushStatus.Pending or StorePushStatus.Running).Select(p => p.StoreId).ToList();
        return open.Count == 0 ? Enumerable.Empty<StorePush>().ToLookup(p => p.StoreId) : await _lines.ReadAsync(db, open, cancellationToken);
    }

    private static StorePushView View(StorePush push) => new(
        push.Id, push.StoreId, push.Store!.Name, push.Status, push.Error, push.StartedAt, push.FinishedAt, ProgressOf(push), push.Strategy, push.StrategyReason)
    {
        IsAhead = push.IsAhead,
        IsCancelRequested = push.IsCancelRequested,
        IsPauseRequested = push.Status == StorePushStatus.Running && push.IsPauseRequested,
        PausedBy = IsOver(push) ? null : push.PausedBy,
        PausedAt = IsOver(push) ? null : push.PausedAt,
        Halt = HaltedPushes.HaltOf(push),
    };

    /// <summary>A running push that nobody holds was handed back by a process that stopped.</summary>
    private static StorePushProgress ProgressOf(StorePush push) =>
        push is { Status: StorePushStatus.Running, FireInstanceId: null } ? StorePushFigures.Orphaned(push.Progress) : push.Progress;

    private static bool IsOver(StorePush push) => push.FinishedAt is not null;

    private static JobSummary Summary(BulkPushJob job)
    {
        var progress = job.StorePushes.Select(p => p.Progress).ToList();
        return new JobSummary(
            job.Id,
            job.Status,
            job.Error,
            job.RequestedBy,
            job.StorePushes.Select(p => p.Store!.Name).Order(StringComparer.OrdinalIgnoreCase).ToList(),
            job.Progress ?? new BulkPushTotals(
                progress.Sum(p => p.Total), progress.Sum(p => p.Processed), progress.Sum(p => p.Created), progress.Sum(p => p.Updated),
                progress.Sum(p => p.Unchanged), progress.Sum(p => p.Failed), progress.Sum(p => p.Skipped), progress.Sum(p => p.Deferred)),
            job.CreatedAt,
            job.StartedAt,
            job.FinishedAt,
            job.RetryOf)
        {
            ScheduleId = job.ScheduleId,
            RemovedSchedule = job.RemovedSchedule,
            IsPartial = job.Status == BulkPushJobStatus.Completed && job.StorePushes.Any(p => p.Status == StorePushStatus.Cancelled),
            IsInLine = job.Status == BulkPushJobStatus.Running
                && job.StorePushes.Any(p => p.Status == StorePushStatus.Pending) && job.StorePushes.TrueForAll(p => p.Status != StorePushStatus.Running),
            HaltedStores = [.. job.StorePushes.Where(p => HaltedPushes.HaltOf(p) is not null).Select(p => p.Store!.Name).Order(StringComparer.OrdinalIgnoreCase)],
        };
    }

    private sealed record PreviewRow(
        Guid StoreId, string StoreName, int NeverPushed, int Changed, int Failed, int UpToDate, int Deferred, DateTimeOffset? DeferredUntil);
}

/// <summary>Where a page of results ended: the product and, as one product has a row in each store, the store.</summary>
internal static class PushItemCursor
{
    public static string Of(long productId, Guid storeId) => string.Create(CultureInfo.InvariantCulture, $"{productId}.{storeId:N}");

    /// <exception cref="FormatException">The text is not a cursor that <see cref="Of"/> made.</exception>
    public static (long ProductId, Guid StoreId) Parse(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
        {
            return (0, Guid.Empty);
        }

        var parts = cursor.Split('.');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var productId)
            && Guid.TryParseExact(parts[1], "N", out var storeId)
                ? (productId, storeId)
                : throw new FormatException("The cursor is not one that this API gave out.");
    }
}
