using BulkPush.Core.Schedules;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BulkPush.Core.Persistence.Configurations;

internal sealed class PushScheduleConfiguration : IEntityTypeConfiguration<PushSchedule>
{
    public void Configure(EntityTypeBuilder<PushSchedule> builder)
    {
        builder.ToTable("push_schedules");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Name).HasMaxLength(PushSchedule.MaxNameLength);
        builder.Property(s => s.Cron).HasMaxLength(PushSchedule.MaxCronLength);
        builder.Property(s => s.TimeZone).HasMaxLength(100);
        builder.Property(s => s.MissedRuns).HasConversion<LowerCaseEnum<MissedRunRule>>().HasMaxLength(16);
        builder.Property(s => s.Scope).HasJsonDocument();
        builder.Property(s => s.LastRun).HasJsonDocument();
        builder.Property(s => s.PausedBy).HasMaxLength(256);
        builder.Property(s => s.CreatedBy).HasMaxLength(256);
        builder.Property(s => s.UpdatedBy).HasMaxLength(256);
        builder.HasIndex(s => s.Name).IsUnique().HasDatabaseName("ux_push_schedules_name");
    }
}
