using BulkPush.Core.Catalog;
using BulkPush.Core.Jobs;
using BulkPush.Core.Notifications;
using BulkPush.Core.Persistence.Configurations;
using BulkPush.Core.Schedules;
using BulkPush.Core.Security;
using BulkPush.Core.Stores;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Persistence;

/// <summary>All of BulkPush's tables. Made by <see cref="IDbContextFactory{TContext}"/>, one short-lived context an operation.</summary>
public sealed class BulkPushDbContext(DbContextOptions<BulkPushDbContext> options)
    : IdentityDbContext<BulkPushUser, IdentityRole<Guid>, Guid>(options), IDataProtectionKeyContext
{
    public DbSet<Product> Products => Set<Product>();

    public DbSet<ProductVariant> ProductVariants => Set<ProductVariant>();

    public DbSet<ProductImage> ProductImages => Set<ProductImage>();

    public DbSet<ProductMetafield> ProductMetafields => Set<ProductMetafield>();

    public DbSet<ProductChannel> ProductChannels => Set<ProductChannel>();

    public DbSet<Store> Stores => Set<Store>();

    public DbSet<BulkPushJob> BulkPushJobs => Set<BulkPushJob>();

    public DbSet<StorePush> StorePushes => Set<StorePush>();

    public DbSet<PushItem> PushItems => Set<PushItem>();

    public DbSet<PushSuspect> PushSuspects => Set<PushSuspect>();

    public DbSet<UnchangedProducts> UnchangedProducts => Set<UnchangedProducts>();

    public DbSet<BulkOperation> BulkOperations => Set<BulkOperation>();

    public DbSet<BulkOperationLine> BulkOperationLines => Set<BulkOperationLine>();

    public DbSet<PushSchedule> PushSchedules => Set<PushSchedule>();

    public DbSet<NotificationTarget> NotificationTargets => Set<NotificationTarget>();

    public DbSet<NotificationDelivery> NotificationDeliveries => Set<NotificationDelivery>();

    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();

    public DbSet<EndedSession> EndedSessions => Set<EndedSession>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasSequence<long>(StorePushConfiguration.Places);
        builder.ApplyConfigurationsFromAssembly(typeof(BulkPushDbContext).Assembly);
    }
}
