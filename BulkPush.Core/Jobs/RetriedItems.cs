using BulkPush.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace BulkPush.Core.Jobs;

/// <summary>The results that a retry takes up in one store, as SQL over <c>product_channels c</c>. Counting and planning share it.</summary>
/// <param name="storePushId">The store's push whose results are meant; null for everything in scope.</param>
internal sealed class RetriedItems(Guid? storePushId, RetryScope? retry)
{
    public const string AreMeant =
        """
        (@retried is null or exists (
            select from push_items ri join store_pushes rp on rp.id = ri.store_push_id
            where rp.id = @retried and ri.product_id = c.product_id
              and case when @retry_unpublished then ri.publish_outcome in ('pending', 'failed')
                       else ri.outcome = @retry_outcome or (@retry_outcome = 'failed' and rp.status = 'failed' and ri.outcome = 'skipped') end))
        """;

    /// <summary>A push that is no retry takes up everything in its scope.</summary>
    public static RetriedItems Everything { get; } = new(null, null);

    private static RetriedItems Nothing { get; } = new(Guid.Empty, null);

    /// <summary>What a push of this scope takes up in a store.</summary>
    public static async Task<RetriedItems> InAsync(BulkPushDbContext db, PushScope scope, Guid storeId, CancellationToken cancellationToken)
    {
        for (var retry = scope.Retry; retry is not null;)
        {
            var jobId = retry.JobId;
            var push = await db.StorePushes.AsNoTracking().Include(p => p.Job).SingleOrDefaultAsync(p => p.JobId == jobId && p.StoreId == storeId, cancellationToken);
            if (push is null)
            {
                return Nothing;
            }

            if (push.PlannedAt is not null)
            {
                return new RetriedItems(push.Id, retry);
            }

            // It ended before its list was written: what it would have planned is meant, as a whole or not at all.
            if (retry.CountIn(push.Status, push.Progress) == 0)
            {
                return Nothing;
            }

            retry = push.Job!.Scope.Retry;
        }

        return Everything;
    }

    /// <summary>Fresh parameters of <see cref="AreMeant"/>.</summary>
    public IEnumerable<NpgsqlParameter> Parameters() =>
    [
        new NpgsqlParameter("retried", NpgsqlDbType.Uuid) { Value = storePushId ?? (object)DBNull.Value },
        new NpgsqlParameter<string>("retry_outcome", (retry?.Outcome ?? PushItemOutcome.Failed).ToString().ToLowerInvariant()),
        new NpgsqlParameter<bool>("retry_unpublished", retry?.IsUnpublished ?? false),
    ];

    /// <summary>How many products of the scope are meant and active in the store.</summary>
    public Task<int> CountAsync(BulkPushDbContext db, PushScope scope, Guid storeId, CancellationToken cancellationToken) =>
        CountAsync(db, scope, storeId, isActive: true, cancellationToken);

    /// <summary>How many are meant and switched off in the store.</summary>
    public Task<int> CountInactiveAsync(BulkPushDbContext db, PushScope scope, Guid storeId, CancellationToken cancellationToken) =>
        CountAsync(db, scope, storeId, isActive: false, cancellationToken);

    private Task<int> CountAsync(BulkPushDbContext db, PushScope scope, Guid storeId, bool isActive, CancellationToken cancellationToken) => db.Database.SqlQueryRaw<int>(
        $"""
        select count(*)::int as "Value" from product_channels c
        where c.store_id = @store and c.is_active = @active and (@products is null or c.product_id = any(@products)) and {AreMeant}
        """,
        [
            new NpgsqlParameter<Guid>("store", storeId),
            new NpgsqlParameter<bool>("active", isActive),
            SqlArray.Of("products", scope.ProductIds?.ToArray()),
            .. Parameters(),
        ]).SingleAsync(cancellationToken);
}
