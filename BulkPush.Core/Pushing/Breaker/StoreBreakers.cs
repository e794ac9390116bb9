using System.Globalization;
using BulkPush.Core.Jobs;
using BulkPush.Core.Notifications;
using BulkPush.Core.Persistence;
using BulkPush.Core.Shopify;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Pushing.Breaker;

/// <summary>
/// The circuit breaker of each store's push, kept in its row: it opens by pausing the push with the reason, and closes by queueing it again. See
/// docs/job-lifecycle.md, "Circuit breaker".
/// </summary>
internal sealed class StoreBreakers(
    IDbContextFactory<BulkPushDbContext> contexts,
    StorePushLifecycle lifecycle,
    IStorePushQueue queue,
    SharedJobReadings readings,
    IOptions<PushingOptions> pushing,
    IOptions<ShopifyOptions> shopify,
    TimeProvider clock)
{
    /// <summary>A product that was never answered is pending again, unless the store was asked for it as often as this many pushes would.</summary>
    private const int LongestPatience = 3;

    /// <summary>
    /// Pauses a push that a firing holds because of a fault of its store: its list and its outcomes stay, its store becomes free. Products that failed only
    /// because the store gave no answer are pending again when that is the reason.
    /// </summary>
    /// <returns>False when there is nothing to pause: another firing holds the push, or an operator has asked for a stop.</returns>
    public async Task<bool> OpenAsync(PushHold hold, ShopifyStoreException fault, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var (id, jobId) = (hold.Push.Id, hold.Push.JobId);
        await StorePushLifecycle.LockJobAsync(db, jobId, cancellationToken);
        var push = await db.StorePushes.AsNoTracking().Include(p => p.Store).Include(p => p.Job).SingleOrDefaultAsync(
            p => p.Id == id && p.Status == StorePushStatus.Running && p.FireInstanceId == hold.FireInstanceId && !p.IsCancelRequested && !p.IsPauseRequested,
            cancellationToken);
        if (push is null)
        {
            return false;
        }

        await UnansweredCalls.DoubtAllAsync(db, id, cancellationToken);
        var errors = push.Progress.RecentErrors;
        if (fault.Code == ShopifyStoreFaults.Unavailable)
        {
            var isTriedAgain = await TryAgainAsync(db, id, cancellationToken);
            errors = [.. errors.Where(error => error.Code != ShopifyStoreFaults.Unavailable || !isTriedAgain.Contains(error.ProductId))];
        }

        var progress = StorePushFigures.Resting(await StorePushFigures.CountAsync(db, push, cancellationToken)) with { RecentErrors = errors };
        var accepted = progress.Created + progress.Updated + progress.Publishing.Published;

        // Let go on by a probe, and no product further: the fault was there all the time, and nobody is to be told of it again.
        var isNews = push.BreakerOpenedAt is null || accepted > push.AcceptedAtOpening;
        var probes = isNews ? 0 : push.Probes;
        var now = clock.GetUtcNow();
        var (code, reason) = (StorableText.Of(fault.Code, PushItem.MaxErrorCodeLength), StorableText.Of(fault.Message));
        var probeAt = ProbeAt(fault, probes, now);
        await db.StorePushes.Where(p => p.Id == id).ExecuteUpdateAsync(
            set => set
                .SetProperty(p => p.Status, StorePushStatus.Paused)
                .SetProperty(p => p.FireInstanceId, (string?)null)
                .SetProperty(p => p.PausedBy, (string?)null)
                .SetProperty(p => p.PausedAt, now)
                .SetProperty(p => p.PauseCode, code)
                .SetProperty(p => p.PauseReason, reason)
                .SetProperty(p => p.ProbeAt, probeAt)
                .SetProperty(p => p.Probes, probes)
                .SetProperty(p => p.BreakerOpenedAt, p => isNews ? now : p.BreakerOpenedAt)
                .SetProperty(p => p.AcceptedAtOpening, accepted)
                .SetProperty(p => p.Progress, progress),
            cancellationToken);
        await lifecycle.SettleJobIfLastAsync(db, jobId, cancellationToken);
        if (isNews)
        {
            await TellAsync(db, push, reason ?? "", now, probeAt, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        readings.Forget(jobId);
        return true;
    }

    /// <summary>Takes the next paused push whose store is to be asked now. Until its lease ends no other worker takes it, so that two never ask at once.</summary>
    public async Task<DueProbe?> TakeDueAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();

        // To the microsecond, as PostgreSQL keeps it: the lease is compared with.
        var lease = new DateTimeOffset(now.Ticks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, now.Offset) + (pushing.Value.ProbeTimeout * 2);
        var taken = await db.Database.SqlQuery<TakenProbe>(
            $"""
            update store_pushes set probes = probes + 1, probe_at = {lease}
            where id = (
                select p.id from store_pushes p
                where p.status = 'paused' and p.paused_by is null and p.probe_at <= {now}
                order by p.probe_at
                limit 1
                for update skip locked)
            returning id as store_push_id, job_id, store_id, probes
            """).ToListAsync(cancellationToken);
        return taken is [var due] ? new DueProbe(due.StorePushId, due.JobId, due.StoreId, due.Probes, lease) : null;
    }

    /// <summary>Lets a push go on whose store answers again; when another push has taken the store meanwhile, behind that one.</summary>
    /// <returns>False when it is not ours to decide any more.</returns>
    public async Task<bool> CloseAsync(DueProbe due, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await StoreLines.LockAsync(db, [due.StoreId], cancellationToken);
        await StorePushLifecycle.LockJobAsync(db, due.JobId, cancellationToken);
        var resumed = await db.Database.ExecuteSqlAsync(
            $"""
            update store_pushes
            set status = 'pending', paused_at = null, pause_code = null, pause_reason = null, probe_at = null,
                place = nextval('store_push_places'), is_ahead = false, passed_by = 0, turn_until = null
            where id = {due.StorePushId} and status = 'paused' and probe_at = {due.Lease} and probes = {due.Probes}
            """,
            cancellationToken);
        if (resumed == 0)
        {
            return false;
        }

        await db.BulkPushJobs.Where(j => j.Id == due.JobId && j.Status == BulkPushJobStatus.Paused).ExecuteUpdateAsync(
            set => set.SetProperty(j => j.Status, j => j.StartedAt == null ? BulkPushJobStatus.Pending : BulkPushJobStatus.Running), cancellationToken);
        var push = await db.StorePushes.AsNoTracking().SingleAsync(p => p.Id == due.StorePushId, cancellationToken);
        await queue.EnqueueAndCommitAsync(transaction, [push], cancellationToken);
        readings.Forget(due.JobId);
        return true;
    }

    /// <summary>Keeps a push paused because its store still does not take products; what it says now is the reason.</summary>
    public async Task StayOpenAsync(DueProbe due, ShopifyStoreException fault, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var probeAt = ProbeAt(fault, due.Probes, clock.GetUtcNow());
        var (code, reason) = (StorableText.Of(fault.Code, PushItem.MaxErrorCodeLength), StorableText.Of(fault.Message));

        // The push while it is still paused and this lease is the last one: an operator or another worker may have come before.
        await db.StorePushes.Where(p => p.Id == due.StorePushId && p.Status == StorePushStatus.Paused && p.ProbeAt == due.Lease && p.Probes == due.Probes).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.PauseCode, code).SetProperty(p => p.PauseReason, reason).SetProperty(p => p.ProbeAt, probeAt), cancellationToken);
        readings.Forget(due.JobId);
    }

    /// <returns>Null when only an operator can help, or nobody asks any more.</returns>
    private DateTimeOffset? ProbeAt(ShopifyStoreException fault, int probes, DateTimeOffset now) =>
        StoreFaultCourses.Of(fault.Code) == StoreFaultCourse.MayHeal && ProbeSchedule.DelayAfter(probes, pushing.Value) is { } delay ? now + delay : null;

    /// <returns>The products that are pending again.</returns>
    private async Task<HashSet<long>> TryAgainAsync(BulkPushDbContext db, Guid storePushId, CancellationToken cancellationToken)
    {
        var mostAttempts = LongestPatience * shopify.Value.MaxAttempts;
        return [.. await db.Database.SqlQuery<long>(
            $"""
            update push_items set outcome = 'pending', finished_at = null, error_code = null, error_field = null, error_message = null
            where store_push_id = {storePushId} and outcome = 'failed' and error_code = {ShopifyStoreFaults.Unavailable} and attempts < {mostAttempts}
            returning product_id
            """).ToListAsync(cancellationToken)];
    }

    /// <summary>Once an opening, in the transaction that makes it true.</summary>
    /// <returns>How many are told.</returns>
    private static Task<int> TellAsync(BulkPushDbContext db, StorePush push, string reason, DateTimeOffset at, DateTimeOffset? probeAt, CancellationToken cancellationToken)
    {
        var news = new News(at) { Breaker = new BreakerNews(push.JobId, push.StoreId, push.Store!.Name, reason, probeAt) };
        var announcement = new Announcement(NotificationEvent.BreakerOpened, news)
        {
            JobId = push.JobId,
            StoreId = push.StoreId,
            Occurrence = at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        };
        return NotificationOutbox.AddAsync(db, announcement, push.Job!.Scope.NotifyTargetIds, cancellationToken);
    }

    private sealed record TakenProbe(Guid StorePushId, Guid JobId, Guid StoreId, int Probes);
}

/// <summary>A paused push whose store this worker asks now.</summary>
/// <param name="Probes">How often it is asked then.</param>
/// <param name="Lease">Until then nobody else asks; also what fences the answer.</param>
internal sealed record DueProbe(Guid StorePushId, Guid JobId, Guid StoreId, int Probes, DateTimeOffset Lease);
