using BulkPush.Core.Jobs;
using BulkPush.Core.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BulkPush.Core.Persistence.Configurations;

internal sealed class NotificationTargetConfiguration : IEntityTypeConfiguration<NotificationTarget>
{
    public void Configure(EntityTypeBuilder<NotificationTarget> builder)
    {
        builder.ToTable("notification_targets");
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.Name).HasMaxLength(NotificationTarget.MaxNameLength);
        builder.Property(t => t.Kind).HasConversion<LowerCaseEnum<NotificationTargetKind>>().HasMaxLength(16);
        builder.PrimitiveCollection(t => t.Events).ElementType(happened => happened.HasConversion<LowerCaseEnum<NotificationEvent>>());
        builder.Property(t => t.CreatedBy).HasMaxLength(256);
        builder.Property(t => t.UpdatedBy).HasMaxLength(256);
        builder.HasIndex(t => t.Name).IsUnique().HasFilter("removed_at is null").HasDatabaseName("ux_notification_targets_name");
    }
}

internal sealed class NotificationDeliveryConfiguration : IEntityTypeConfiguration<NotificationDelivery>
{
    /// <summary>Name of the index that lets a target have each piece of news once, whatever crashes.</summary>
    public const string OncePerTarget = "ux_notification_deliveries_once";

    public void Configure(EntityTypeBuilder<NotificationDelivery> builder)
    {
        builder.ToTable("notification_deliveries");
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.Event).HasConversion<LowerCaseEnum<NotificationEvent>>().HasMaxLength(32);
        builder.Property(d => d.Status).HasConversion<LowerCaseEnum<DeliveryStatus>>().HasMaxLength(16);
        builder.Property(d => d.Occurrence).HasMaxLength(NotificationDelivery.MaxOccurrenceLength);
        builder.Property(d => d.Content).HasJsonDocument();
        builder.Property(d => d.LastAnswer).HasMaxLength(NotificationDelivery.MaxAnswerLength);
        builder.HasOne(d => d.Target).WithMany().HasForeignKey(d => d.TargetId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<BulkPushJob>().WithMany().HasForeignKey(d => d.JobId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(d => new { d.TargetId, d.Event, d.JobId, d.StoreId, d.Occurrence }).IsUnique().AreNullsDistinct(false).HasDatabaseName(OncePerTarget);
        builder.HasIndex(d => new { d.TargetId, d.NextAttemptAt }).HasFilter("status = 'pending'").HasDatabaseName("ix_notification_deliveries_due");
        builder.HasIndex(d => d.JobId).HasDatabaseName("ix_notification_deliveries_job_id");
        builder.HasIndex(d => d.CreatedAt).HasDatabaseName("ix_notification_deliveries_created_at");
    }
}
