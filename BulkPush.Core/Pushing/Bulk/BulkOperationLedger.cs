using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using BulkPush.Core.Shopify;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace BulkPush.Core.Pushing.Bulk;

/// <summary>
/// What we know of the files of a push, kept in PostgreSQL before anything is asked of Shopify, so that a crash at any point leaves enough to find
/// them again. Every change is fenced by the firing.
/// </summary>
internal sealed class BulkOperationLedger(IDbContextFactory<BulkPushDbContext> contexts, NpgsqlDataSource database, TimeProvider clock)
{
    private const string CopyLines =
        """
        copy bulk_operation_lines (bulk_operation_id, line_number, store_push_id, product_id, product_revision, channel_revision, is_by_id,
                                   hash, variants_hash, media_hash, metafields_hash) from stdin (format binary)
        """;

    /// <summary>Files of this push that are not accounted for, oldest first.</summary>
    public async Task<List<BulkOperation>> OpenAsync(StorePush push, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.BulkOperations.AsNoTracking()
            .Where(o => o.StorePushId == push.Id && o.Status != BulkOperationStatus.Read)
            .OrderBy(o => o.Sequence)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Files that earlier pushes of the same store left at Shopify, because they ended before Shopify did.</summary>
    public async Task<List<BulkOperation>> LeftoversAsync(StorePush push, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.BulkOperations.AsNoTracking()
            .Where(o => o.StorePushId != push.Id
                && (o.Status == BulkOperationStatus.Starting || o.Status == BulkOperationStatus.Running)
                && db.StorePushes.Any(p => p.Id == o.StorePushId && p.StoreId == push.StoreId))
            .OrderBy(o => o.CreatedAt)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Opens an account for a new file.</summary>
    /// <exception cref="StorePushLostException">Another firing holds the push.</exception>
    public async Task<BulkOperation> AddAsync(PushHold hold, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Whoever claims the push waits for this lock, and then finds and drops the file: one that came after the winner's look would keep its products to itself.
        var held = await db.StorePushes
            .FromSql($"select * from store_pushes where id = {hold.Push.Id} and status = 'running' and fire_instance_id = {hold.FireInstanceId} for share")
            .AsNoTracking().Select(p => p.Id).ToListAsync(cancellationToken);
        if (held.Count == 0)
        {
            throw new StorePushLostException(hold.Push.Id);
        }

        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var sequence = await db.BulkOperations.Where(o => o.StorePushId == hold.Push.Id).MaxAsync(o => (int?)o.Sequence, cancellationToken) ?? 0;
        var operation = new BulkOperation
        {
            Id = id,
            StorePushId = hold.Push.Id,
            Sequence = sequence + 1,
            ClientIdentifier = $"BulkPush_{id:N}",
            StoreRevision = hold.Push.Store!.Revision,
            CreatedAt = now,
        };
        db.BulkOperations.Add(operation);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return operation;
    }

    public async Task AddLinesAsync(IReadOnlyList<BulkOperationLine> lines, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var copy = await connection.BeginBinaryImportAsync(CopyLines, cancellationToken);
        foreach (var line in lines)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(line.BulkOperationId, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(line.LineNumber, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(line.StorePushId, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(line.ProductId, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(line.ProductRevision, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(line.ChannelRevision, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(line.IsById, NpgsqlDbType.Boolean, cancellationToken);
            await copy.WriteAsync(line.Hash, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(line.VariantsHash, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(line.MediaHash, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(line.MetafieldsHash, NpgsqlDbType.Text, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    /// <summary>Lines of a file whose products still wait for their outcome, among those with these numbers.</summary>
    public async Task<List<AwaitedLine>> AwaitedAsync(BulkOperation operation, int[] lineNumbers, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from line in db.BulkOperationLines.AsNoTracking()
            join item in db.PushItems on new { line.StorePushId, line.ProductId } equals new { item.StorePushId, item.ProductId }
            join product in db.Products on line.ProductId equals product.Id
            where line.BulkOperationId == operation.Id && lineNumbers.Contains(line.LineNumber) && item.Outcome == PushItemOutcome.Pending
            select new AwaitedLine(
                line.LineNumber,
                new ProductReference(product.Id, product.Handle, product.Title, line.ProductRevision, line.ChannelRevision, operation.StoreRevision),
                line.IsById,
                new InputHashes(line.Hash, line.VariantsHash, line.MediaHash, line.MetafieldsHash)))
            .ToListAsync(cancellationToken);
    }

    /// <summary>The file is uploaded, and Shopify is about to be asked to run it.</summary>
    public Task StartingAsync(PushHold hold, BulkOperation operation, string stagedPath, int lineCount, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return MoveAsync(
            hold,
            db => Mine(db, hold, operation, BulkOperationStatus.Prepared).ExecuteUpdateAsync(
                set => set
                    .SetProperty(o => o.Status, BulkOperationStatus.Starting)
                    .SetProperty(o => o.StagedPath, stagedPath)
                    .SetProperty(o => o.LineCount, lineCount)
                    .SetProperty(o => o.StartedAt, now),
                cancellationToken),
            cancellationToken);
    }

    /// <summary>Shopify said that it did not start; it may be asked again.</summary>
    public Task NotStartedAsync(PushHold hold, BulkOperation operation, CancellationToken cancellationToken) => MoveAsync(
        hold,
        db => Mine(db, hold, operation, BulkOperationStatus.Starting).ExecuteUpdateAsync(set => set.SetProperty(o => o.Status, BulkOperationStatus.Prepared), cancellationToken),
        cancellationToken);

    public Task RunningAsync(PushHold hold, BulkOperation operation, string shopifyOperationId, CancellationToken cancellationToken) => MoveAsync(
        hold,
        db => Mine(db, hold, operation, BulkOperationStatus.Starting).ExecuteUpdateAsync(
            set => set.SetProperty(o => o.Status, BulkOperationStatus.Running).SetProperty(o => o.ShopifyOperationId, shopifyOperationId), cancellationToken),
        cancellationToken);

    /// <summary>Every line is accounted for: what is still pending may or may not have reached the store and will be pushed again.</summary>
    public Task CloseAsync(PushHold hold, BulkOperation operation, string verdict, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return MoveAsync(
            hold,
            async db =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                await UnansweredCalls.DoubtFilesAsync(db, hold.Push.Id, operation.Id, cancellationToken);
                var moved = await Mine(db, hold, operation, BulkOperationStatus.Running).ExecuteUpdateAsync(
                    set => set
                        .SetProperty(o => o.Status, BulkOperationStatus.Read)
                        .SetProperty(o => o.Verdict, verdict)
                        .SetProperty(o => o.FinishedAt, now),
                    cancellationToken);
                if (moved > 0)
                {
                    await db.BulkOperationLines.Where(l => l.BulkOperationId == operation.Id).ExecuteDeleteAsync(cancellationToken);
                    await transaction.CommitAsync(cancellationToken);
                }

                return moved;
            },
            cancellationToken);
    }

    /// <summary>Forgets a file that never ran: its products are still pending and go into another one.</summary>
    public Task DropAsync(PushHold hold, BulkOperation operation, CancellationToken cancellationToken) => MoveAsync(
        hold,
        db => db.BulkOperations
            .Where(o => o.Id == operation.Id
                && db.StorePushes.Any(p => p.Id == hold.Push.Id && p.Status == StorePushStatus.Running && p.FireInstanceId == hold.FireInstanceId))
            .ExecuteDeleteAsync(cancellationToken),
        cancellationToken);

    private static IQueryable<BulkOperation> Mine(BulkPushDbContext db, PushHold hold, BulkOperation operation, BulkOperationStatus expected) => db.BulkOperations
        .Where(o => o.Id == operation.Id
            && o.Status == expected
            && db.StorePushes.Any(p => p.Id == o.StorePushId && p.Status == StorePushStatus.Running && p.FireInstanceId == hold.FireInstanceId));

    private async Task MoveAsync(PushHold hold, Func<BulkPushDbContext, Task<int>> move, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await move(db) == 0)
        {
            throw new StorePushLostException(hold.Push.Id);
        }
    }
}

/// <summary>A line whose outcome is not recorded yet.</summary>
/// <param name="Hashes">What the channel will remember when the store accepted the line.</param>
internal sealed record AwaitedLine(int LineNumber, ProductReference Product, bool IsById, InputHashes Hashes);
