using BulkPush.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BulkPush.Core.Persistence.Configurations;

internal sealed class BulkPushJobConfiguration : IEntityTypeConfiguration<BulkPushJob>
{
    /// <summary>Name of the index that lets a caller use an idempotency key once; its violation means that the same request came in twice at once.</summary>
    public const string OneJobPerIdempotencyKey = "ux_bulk_push_jobs_idempotency_key";

    /// <summary>Name of the index that lets a schedule start one push for a run, whoever is woken for it.</summary>
    public const string OneJobPerScheduledRun = "ux_bulk_push_jobs_scheduled_run";

    public void Configure(EntityTypeBuilder<BulkPushJob> builder)
    {
        builder.ToTable("bulk_push_jobs");
        builder.Property(j => j.Id).ValueGeneratedNever();
        builder.Property(j => j.Status).HasConversion<LowerCaseEnum<BulkPushJobStatus>>().HasMaxLength(16);
        builder.Property(j => j.Scope).HasJsonDocument();
        builder.Property(j => j.Progress).HasJsonDocument();
        builder.Property(j => j.RequestedBy).HasMaxLength(256);
        builder.Property(j => j.IdempotencyKey).HasMaxLength(BulkPushJob.MaxIdempotencyKeyLength);
        builder.HasIndex(j => new { j.RequestedBy, j.IdempotencyKey }).IsUnique().HasFilter("idempotency_key is not null").HasDatabaseName(OneJobPerIdempotencyKey);
        builder.HasIndex(j => j.Status).HasDatabaseName("ix_bulk_push_jobs_status");
        builder.HasIndex(j => j.CreatedAt).HasDatabaseName("ix_bulk_push_jobs_created_at");
        builder.HasIndex(j => j.RetryOf).HasDatabaseName("ix_bulk_push_jobs_retry_of");
        builder.HasOne<BulkPushJob>().WithMany().HasForeignKey(j => j.RetryOf).OnDelete(DeleteBehavior.SetNull);
        builder.HasIndex(j => new { j.ScheduleId, j.ScheduledFor }).IsUnique().HasFilter("scheduled_for is not null").HasDatabaseName(OneJobPerScheduledRun);
        builder.HasIndex(j => j.ScheduleId).HasDatabaseName("ix_bulk_push_jobs_schedule_id");
        builder.HasOne<Schedules.PushSchedule>().WithMany().HasForeignKey(j => j.ScheduleId).OnDelete(DeleteBehavior.SetNull);
        builder.Property(j => j.RemovedSchedule).HasMaxLength(Schedules.PushSchedule.MaxNameLength);
        builder.HasMany(j => j.StorePushes).WithOne(p => p.Job).HasForeignKey(p => p.JobId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class StorePushConfiguration : IEntityTypeConfiguration<StorePush>
{
    /// <summary>Name of the index that lets a store have one running push only, whoever runs it.</summary>
    public const string OneRunningPushPerStore = "ux_store_pushes_running_store";

    /// <summary>The sequence of which <see cref="StorePush.Place"/> comes.</summary>
    public const string Places = "store_push_places";

    public void Configure(EntityTypeBuilder<StorePush> builder)
    {
        builder.ToTable("store_pushes");
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Status).HasConversion<LowerCaseEnum<StorePushStatus>>().HasMaxLength(16);
        builder.Property(p => p.Progress).HasJsonDocument();
        builder.Property(p => p.Strategy).HasConversion<LowerCaseEnum<PushStrategy>>().HasMaxLength(16);
        builder.Property(p => p.FireInstanceId).HasMaxLength(140);
        builder.Property(p => p.PausedBy).HasMaxLength(256);
        builder.Property(p => p.Place).HasDefaultValueSql($"nextval('{Places}')");
        builder.Property(p => p.IsAhead).HasDefaultValue(false);
        builder.Property(p => p.PassedBy).HasDefaultValue(0);
        builder.Property(p => p.PauseCode).HasMaxLength(PushItem.MaxErrorCodeLength);
        builder.Property(p => p.Probes).HasDefaultValue(0);
        builder.Property(p => p.AcceptedAtOpening).HasDefaultValue(0);
        builder.Property(p => p.WorkerDeaths).HasDefaultValue(0);
        builder.Property(p => p.ProcessedAtDeath).HasDefaultValue(0);
        builder.HasIndex(p => p.ProbeAt).HasFilter("probe_at is not null").HasDatabaseName("ix_store_pushes_probe_at");
        builder.HasOne(p => p.Store).WithMany().HasForeignKey(p => p.StoreId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(p => p.JobId).HasDatabaseName("ix_store_pushes_job_id");
        builder.HasIndex(p => p.StoreId).IsUnique().HasFilter("status = 'running'").HasDatabaseName(OneRunningPushPerStore);
        builder.HasIndex(p => new { p.StoreId, p.Place }).HasFilter("status in ('pending', 'running')").HasDatabaseName("ix_store_pushes_line");
    }
}

internal sealed class PushItemConfiguration : IEntityTypeConfiguration<PushItem>
{
    public void Configure(EntityTypeBuilder<PushItem> builder)
    {
        builder.ToTable("push_items");
        builder.HasKey(i => new { i.StorePushId, i.ProductId });
        builder.Property(i => i.Outcome).HasConversion<LowerCaseEnum<PushItemOutcome>>().HasMaxLength(16);
        builder.Property(i => i.ErrorCode).HasMaxLength(PushItem.MaxErrorCodeLength);
        builder.Property(i => i.PublishOutcome).HasConversion<LowerCaseEnum<PublishOutcome>>().HasMaxLength(16);
        builder.HasOne<StorePush>().WithMany().HasForeignKey(i => i.StorePushId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Catalog.Product>().WithMany().HasForeignKey(i => i.ProductId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(i => new { i.StorePushId, i.ProductId }).HasFilter("outcome = 'pending'").HasDatabaseName("ix_push_items_pending");
        builder.HasIndex(i => new { i.StorePushId, i.Outcome, i.ProductId }).HasDatabaseName("ix_push_items_outcome");
        builder.HasIndex(i => new { i.StorePushId, i.ProductId, i.PublishOutcome }).HasFilter("publish_outcome = 'pending'").HasDatabaseName("ix_push_items_publish_pending");
        builder.HasIndex(i => i.ProductId).HasDatabaseName("ix_push_items_product_id");
    }
}

internal sealed class BulkOperationConfiguration : IEntityTypeConfiguration<BulkOperation>
{
    public void Configure(EntityTypeBuilder<BulkOperation> builder)
    {
        builder.ToTable("bulk_operations");
        builder.Property(o => o.Id).ValueGeneratedNever();
        builder.Property(o => o.Status).HasConversion<LowerCaseEnum<BulkOperationStatus>>().HasMaxLength(16);
        builder.Property(o => o.ClientIdentifier).HasMaxLength(255);
        builder.Property(o => o.Verdict).HasMaxLength(100);
        builder.HasOne<StorePush>().WithMany().HasForeignKey(o => o.StorePushId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(o => o.StorePushId).HasDatabaseName("ix_bulk_operations_store_push_id");
        builder.HasIndex(o => o.ClientIdentifier).IsUnique().HasDatabaseName("ux_bulk_operations_client_identifier");
    }
}

internal sealed class BulkOperationLineConfiguration : IEntityTypeConfiguration<BulkOperationLine>
{
    /// <summary>Name of the index that lets a product be in one file of a push only.</summary>
    public const string OneFilePerProduct = "ux_bulk_operation_lines_product";

    public void Configure(EntityTypeBuilder<BulkOperationLine> builder)
    {
        builder.ToTable("bulk_operation_lines");
        builder.HasKey(l => new { l.BulkOperationId, l.LineNumber });

        // Removing an operation takes its lines along, and a process that lost the push cannot add lines to one that is gone.
        builder.HasOne<BulkOperation>().WithMany().HasForeignKey(l => l.BulkOperationId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(l => new { l.StorePushId, l.ProductId }).IsUnique().HasDatabaseName(OneFilePerProduct);
    }
}

internal sealed class PushSuspectConfiguration : IEntityTypeConfiguration<PushSuspect>
{
    public void Configure(EntityTypeBuilder<PushSuspect> builder)
    {
        builder.ToTable("push_suspects");
        builder.HasKey(s => new { s.StorePushId, s.ProductId });
        builder.HasOne<StorePush>().WithMany().HasForeignKey(s => s.StorePushId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class UnchangedProductsConfiguration : IEntityTypeConfiguration<UnchangedProducts>
{
    public void Configure(EntityTypeBuilder<UnchangedProducts> builder)
    {
        builder.ToTable("push_unchanged");
        builder.HasKey(u => new { u.StorePushId, u.Slice });
        builder.HasOne<StorePush>().WithMany().HasForeignKey(u => u.StorePushId).OnDelete(DeleteBehavior.Cascade);
    }
}
