using BulkPush.Core;
using BulkPush.Core.Notifications;
using BulkPush.Core.Security;
using BulkPush.Tests.Components.Pages;
using BulkPush.Tests.Support;
using BulkPush.Web.Components.Notifications;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BulkPush.Tests.Components.Notifications;

/// <summary>The pages of notifications on a real database, without a mail server. No test meets the targets of another.</summary>
public abstract class NotificationPagesContext : PageContext, IAsyncLifetime
{
    private protected NotificationPagesContext(PostgresFixture postgres)
        : base(postgres)
    {
        var options = Options.Create(Told.Options);
        Services.AddSingleton(new NotificationTargets(Database, new SecretProtector(new EphemeralDataProtectionProvider()), new AuditLog(Clock), Clock, options));
        Services.AddSingleton(new NotificationSetup(Options.Create(Told.Smtp), options, Options.Create(new BulkPushOptions())));
        Services.AddSingleton(Told.Trial);
        Services.AddScoped<TargetActions>();
    }

    private protected NotificationTargets Targets => Services.GetRequiredService<NotificationTargets>();

    public async ValueTask InitializeAsync()
    {
        await using var db = Postgres.CreateContext();
        await db.NotificationDeliveries.ExecuteDeleteAsync(Ct);
        await db.NotificationTargets.ExecuteDeleteAsync(Ct);
    }
}
