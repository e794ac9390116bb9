using BulkPush.Core;
using BulkPush.Core.Jobs;
using BulkPush.Core.Notifications;
using BulkPush.Core.Notifications.Email;
using BulkPush.Core.Notifications.Webhooks;
using BulkPush.Core.Security;
using BulkPush.Core.Stores;
using BulkPush.Tests.Jobs;
using BulkPush.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace BulkPush.Tests.Notifications;

/// <summary>Targets, pushes that end, and those who tell of them, on a real database and real sockets, with a clock that the test moves.</summary>
internal sealed class NotificationScenario
{
    public const string Actor = "sam@example.com";

    private readonly PostgresFixture _postgres;

    public NotificationScenario(PostgresFixture postgres, NotificationOptions? options = null, SmtpOptions? smtp = null, string publicAddress = "https://bulkpush.example.com/")
    {
        _postgres = postgres;
        Options = options ?? new NotificationOptions { AllowLoopback = true };
        Pushes = new JobScenario(postgres.Contexts);
        Links = new PushPageLinks(Microsoft.Extensions.Options.Options.Create(new BulkPushOptions { PublicAddress = publicAddress }));
        Smtp = smtp ?? new SmtpOptions();
    }

    public NotificationOptions Options { get; }

    public SmtpOptions Smtp { get; }

    public JobScenario Pushes { get; }

    public FakeTimeProvider Clock => Pushes.Clock;

    public RecordedLog Written { get; } = new();

    public SecretProtector Secrets { get; } = new(new EphemeralDataProtectionProvider());

    public NotificationTargets Targets => new(_postgres.Contexts, Secrets, new AuditLog(Clock), Clock, Wrapped);

    public DeliveryLog Deliveries => new(_postgres.Contexts, new AuditLog(Clock), Clock);

    public DeliveryQueue Queue => new(_postgres.DataSource, _postgres.Contexts, new DeliverySchedule(Options, () => 1), Wrapped, Clock);

    public DeliverySender Sender => new(
        Queue,
        new WebhookChannel(WebhookHttp.Client(Options), Secrets, Links, Clock),
        new EmailChannel(Microsoft.Extensions.Options.Options.Create(Smtp), Links, Clock),
        Wrapped,
        Clock,
        Written.CreateLogger<DeliverySender>());

    /// <summary>What one worker has; each asking makes another worker.</summary>
    public NotificationDispatcher Dispatcher => new(Queue, Sender, Wrapped, Clock, Written.CreateLogger<NotificationDispatcher>());

    public DeliveryCleaner Cleaner => new(_postgres.Contexts, Wrapped, Clock, Written.CreateLogger<DeliveryCleaner>());

    public TargetTrial Trial => new(_postgres.Contexts, Sender, Deliveries, new AuditLog(Clock), Clock, Wrapped);

    private PushPageLinks Links { get; }

    private IOptions<NotificationOptions> Wrapped => Microsoft.Extensions.Options.Options.Create(Options);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TargetEdit Webhook(string url) => new() { Name = $"Hook {A.Number()}", Kind = NotificationTargetKind.Webhook, Url = url };

    public static TargetEdit Email(params string[] addresses) => new() { Name = $"Mail {A.Number()}", Kind = NotificationTargetKind.Email, Addresses = addresses };

    public async Task<(TargetSummary Target, string Secret)> CreateAsync(TargetEdit edit)
    {
        var saved = Assert.IsType<TargetSaveResult.Saved>(await Targets.CreateAsync(edit, Actor, Ct));
        return (saved.Target, saved.Secret ?? "");
    }

    /// <summary>Starts a push of two products to a store of its own and ends it.</summary>
    /// <param name="failed">Products that fail, all with the same words.</param>
    public async Task<Guid> EndedPushAsync(int failed = 0, StorePushStatus status = StorePushStatus.Completed, string? error = null, IReadOnlyList<Guid>? told = null)
    {
        var store = await Pushes.StoreAsync("North");
        var jobId = await StartAsync(store, told);
        await SettleAsync(jobId, store, failed, status, error);
        return jobId;
    }

    public async Task<Guid> StartAsync(Store store, IReadOnlyList<Guid>? told = null)
    {
        await Pushes.ProductsAsync(2, store);
        return await Pushes.StartedAsync(new PushScope { StoreIds = [store.Id], NotifyTargetIds = told });
    }

    public async Task SettleAsync(Guid jobId, Store store, int failed = 0, StorePushStatus status = StorePushStatus.Completed, string? error = null)
    {
        var push = (await Pushes.Claims.ClaimAsync(store.Id, "firing", Ct))!;
        var progress = push.Progress with
        {
            RecentErrors = [.. Enumerable.Range(1, failed).Select(i => new PushItemError(i, $"hat-{i}", $"Hat <{i}>", "INVALID", "title", "The title is empty. Give it one & push again."))],
        };
        await using (var db = _postgres.CreateContext())
        {
            var ids = await db.ProductChannels.Where(c => c.StoreId == store.Id).OrderBy(c => c.ProductId).Select(c => c.ProductId).ToListAsync(Ct);
            await db.StorePushes.Where(p => p.Id == push.Id).ExecuteUpdateAsync(
                set => set.SetProperty(p => p.Progress, progress).SetProperty(p => p.PlannedAt, Clock.GetUtcNow()), Ct);
            foreach (var (id, index) in ids.Select((id, index) => (id, index)))
            {
                await db.Database.ExecuteSqlAsync(
                    $"insert into push_items (store_push_id, product_id, outcome, attempts) values ({push.Id}, {id}, {(index < failed ? "failed" : "created")}, 1)", Ct);
            }
        }

        Assert.Equal(jobId, push.JobId);
        Assert.True(await Pushes.Lifecycle.SettleAsync(push.Id, "firing", status, error, Ct));
    }

    /// <summary>All deliveries to a target, oldest first.</summary>
    public async Task<List<NotificationDelivery>> OfAsync(TargetSummary target)
    {
        await using var db = _postgres.CreateContext();
        return await db.NotificationDeliveries.AsNoTracking().Where(d => d.TargetId == target.Id).OrderBy(d => d.CreatedAt).ThenBy(d => d.Id).ToListAsync(Ct);
    }
}
