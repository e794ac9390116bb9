using System.Linq.Expressions;
using BulkPush.Core.Notifications.Webhooks;
using BulkPush.Core.Persistence;
using BulkPush.Core.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace BulkPush.Core.Notifications;

/// <summary>Lists, adds, edits, pauses and removes those who are told of pushes. A webhook's secret comes out once, when it is made.</summary>
public sealed class NotificationTargets
{
    private readonly IDbContextFactory<BulkPushDbContext> _contexts;
    private readonly SecretProtector _secrets;
    private readonly AuditLog _audit;
    private readonly TimeProvider _clock;
    private readonly NotificationOptions _options;

    internal NotificationTargets(
        IDbContextFactory<BulkPushDbContext> contexts, SecretProtector secrets, AuditLog audit, TimeProvider clock, IOptions<NotificationOptions> options) =>
        (_contexts, _secrets, _audit, _clock, _options) = (contexts, secrets, audit, clock, options.Value);

    private static Expression<Func<NotificationTarget, TargetSummary>> Summary { get; } = t => new TargetSummary(
        t.Id, t.Name, t.Kind, t.Addresses, t.Url, t.Events, t.IsForEveryPush, t.IsPaused, t.Revision, t.CreatedBy, t.CreatedAt, t.UpdatedBy, t.UpdatedAt);

    /// <summary>All targets by name.</summary>
    public async Task<IReadOnlyList<TargetSummary>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await Present(db).OrderBy(t => t.Name).ThenBy(t => t.Id).Select(Summary).ToListAsync(cancellationToken);
    }

    public async Task<TargetSummary?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await Present(db).Where(t => t.Id == id).Select(Summary).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Those that are told of a push: of every one, or of the ones that choose them. Names only, for whoever may push.</summary>
    public async Task<IReadOnlyList<TargetChoice>> ChoicesAsync(CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await Present(db).Where(t => !t.IsPaused).OrderBy(t => t.Name).ThenBy(t => t.Id)
            .Select(t => new TargetChoice(t.Id, t.Name, t.Kind, t.IsForEveryPush)).ToListAsync(cancellationToken);
    }

    /// <summary>Of these ids, those that name no target.</summary>
    public async Task<IReadOnlyList<Guid>> UnknownAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var known = await Present(db).Where(t => ids.Contains(t.Id)).Select(t => t.Id).ToListAsync(cancellationToken);
        return [.. ids.Except(known)];
    }

    public async Task<TargetSaveResult> CreateAsync(TargetEdit edit, string actor, CancellationToken cancellationToken)
    {
        var rules = TargetRules.Apply(edit, presentKind: null, _options.AllowLoopback);
        if (rules.IsBroken)
            return rules.Invalid;

        var now = _clock.GetUtcNow();
        var target = new NotificationTarget { Id = Guid.CreateVersion7(now), Name = rules.Name, Kind = edit.Kind, CreatedBy = actor, CreatedAt = now, UpdatedBy = actor, UpdatedAt = now };
        Fill(target, edit, rules);
        var secret = edit.Kind == NotificationTargetKind.Webhook ? WebhookSignature.NewSecret() : null;
        if (secret is not null)
            target.SignWith(_secrets.Protect(secret));
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        db.NotificationTargets.Add(target);
        _audit.Add(db, actor, "notification_target.created", target.Id.ToString(), target.Name);
        return await SaveAsync(db, target.Id, rules, secret, cancellationToken);
    }

    public async Task<TargetSaveResult> UpdateAsync(Guid id, TargetEdit edit, string actor, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(db, id, cancellationToken) is not { } target)
            return new TargetSaveResult.NotFound();
        if (edit.Revision is { } revision && revision != target.Revision)
            return new TargetSaveResult.Outdated((await FindAsync(id, cancellationToken))!);

        var rules = TargetRules.Apply(edit, target.Kind, _options.AllowLoopback);
        if (rules.IsBroken)
            return rules.Invalid;

        Fill(target, edit, rules);
        target.MarkChanged(actor, _clock.GetUtcNow());
        _audit.Add(db, actor, "notification_target.updated", id.ToString(), target.Name);
        var result = await SaveAsync(db, id, rules, secret: null, cancellationToken);
        if (result is TargetSaveResult.Saved)
            await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <summary>False when there is no such target.</summary>
    public Task<bool> SetPausedAsync(Guid id, bool isPaused, string actor, CancellationToken cancellationToken) => ChangeAsync(
        id, actor, isPaused ? "notification_target.paused" : "notification_target.resumed", target => target.IsPaused = isPaused, cancellationToken);

    /// <summary>Gives a webhook another secret; from now on the former one signs nothing.</summary>
    /// <returns>The new secret, to be given to the receiver now; null when there is no such webhook.</returns>
    public async Task<string?> RollSecretAsync(Guid id, string actor, CancellationToken cancellationToken)
    {
        var secret = WebhookSignature.NewSecret();
        var isWebhook = await FindAsync(id, cancellationToken) is { Kind: NotificationTargetKind.Webhook };
        return isWebhook && await ChangeAsync(id, actor, "notification_target.secret_rolled", target => target.SignWith(_secrets.Protect(secret)), cancellationToken)
            ? secret
            : null;
    }

    /// <summary>Takes a target out of use; what is on its way to it is withdrawn. False when there is no such target.</summary>
    public async Task<bool> RemoveAsync(Guid id, string actor, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(db, id, cancellationToken) is not { } target)
            return false;

        var now = _clock.GetUtcNow();
        target.Remove(actor, now);
        _audit.Add(db, actor, "notification_target.removed", id.ToString(), target.Name);
        await db.SaveChangesAsync(cancellationToken);
        await db.NotificationDeliveries.Where(d => d.TargetId == id && d.Status == DeliveryStatus.Pending).ExecuteUpdateAsync(
            set => set
                .SetProperty(d => d.Status, DeliveryStatus.Withdrawn)
                .SetProperty(d => d.NextAttemptAt, (DateTimeOffset?)null)
                .SetProperty(d => d.ClaimedUntil, (DateTimeOffset?)null)
                .SetProperty(d => d.FinishedAt, now),
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task<bool> ChangeAsync(Guid id, string actor, string action, Action<NotificationTarget> change, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(db, id, cancellationToken) is not { } target)
            return false;

        change(target);
        target.MarkChanged(actor, _clock.GetUtcNow());
        _audit.Add(db, actor, action, id.ToString(), target.Name);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static IQueryable<NotificationTarget> Present(BulkPushDbContext db) => db.NotificationTargets.AsNoTracking().Where(t => t.RemovedAt == null);

    /// <summary>Locked, so that two changes at once cannot have the same revision.</summary>
    private static Task<NotificationTarget?> LockAsync(BulkPushDbContext db, Guid id, CancellationToken cancellationToken) =>
        db.NotificationTargets.FromSql($"select * from notification_targets where id = {id} and removed_at is null for no key update").SingleOrDefaultAsync(cancellationToken);

    private static void Fill(NotificationTarget target, TargetEdit edit, TargetRules rules)
    {
        target.Name = rules.Name;
        target.Addresses = rules.Addresses;
        target.Url = rules.Url;
        target.Events = rules.Events;
        target.IsForEveryPush = edit.IsForEveryPush;
        target.IsPaused = edit.IsPaused;
    }

    private static async Task<TargetSaveResult> SaveAsync(BulkPushDbContext db, Guid id, TargetRules rules, string? secret, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            rules.Refuse(nameof(TargetEdit.Name), $"There is a target called {rules.Name} already.");
            return rules.Invalid;
        }

        return new TargetSaveResult.Saved(await db.NotificationTargets.AsNoTracking().Where(t => t.Id == id).Select(Summary).SingleAsync(cancellationToken), secret);
    }
}
