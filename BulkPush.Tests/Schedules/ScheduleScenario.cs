using BulkPush.Core;
using BulkPush.Core.Catalog;
using BulkPush.Core.Jobs;
using BulkPush.Core.Persistence;
using BulkPush.Core.Schedules;
using BulkPush.Core.Security;
using BulkPush.Core.Stores;
using BulkPush.Tests.Jobs;
using BulkPush.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Quartz;

namespace BulkPush.Tests.Schedules;

/// <summary>Schedules over a real database and a real scheduler that fires nothing, by a clock that the test turns.</summary>
internal sealed class ScheduleScenario : IAsyncDisposable
{
    private readonly PostgresFixture _database;
    private readonly IHost _node;
    private readonly IOptions<ScheduleOptions> _options = Options.Create(new ScheduleOptions());

    private ScheduleScenario(PostgresFixture database, string now)
    {
        _database = database;
        JobsOf = new JobScenario(database.Contexts, Moment(now));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(Clock).AddLogging();
        builder.Services.AddBulkPushCore(database.ConnectionString, isWorker: false);
        _node = builder.Build();
    }

    public JobScenario JobsOf { get; }

    public FakeTimeProvider Clock => JobsOf.Clock;

    public IScheduler Scheduler { get; private set; } = null!;

    public ScheduleTriggers Triggers => _node.Services.GetRequiredService<ScheduleTriggers>();

    public ScheduleRunner Runner => new(_database.Contexts, JobsOf.Jobs, _options, Clock, NullLogger<ScheduleRunner>.Instance);

    public ScheduleQueries Queries => new(_database.Contexts, JobsOf.Queries, _options, Clock);

    public ScheduleService Service => new(_database.Contexts, Triggers, Runner, Queries, new AuditLog(Clock), _options, Clock);

    public ScheduleReconciler Reconciler => new(_database.Contexts, Triggers, _options, Clock, NullLogger<ScheduleReconciler>.Instance);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    /// <param name="now">What the clock shows at first.</param>
    public static async Task<ScheduleScenario> SetAsync(PostgresFixture database, string now)
    {
        var scenario = new ScheduleScenario(database, now);
        await scenario._node.StartAsync(Ct);
        scenario.Scheduler = await scenario._node.Services.GetRequiredService<ISchedulerFactory>().GetScheduler(Ct);
        return scenario;
    }

    /// <summary>A store of its own with one product, so that the tests of a class do not meet.</summary>
    public async Task<(Store Store, Product Product)> StoreAsync()
    {
        var store = await JobsOf.StoreAsync($"Shop{A.Number()}");
        return (store, (await JobsOf.ProductsAsync(1, store))[0]);
    }

    /// <summary>A schedule of a store of its own.</summary>
    public async Task<ScheduleView> ScheduleAsync(string cron = "30 2 * * *", MissedRunRule missed = MissedRunRule.RunOnce, Store? store = null) =>
        await SavedAsync(EditOf((store ?? (await StoreAsync()).Store).Id) with { Cron = cron, MissedRuns = missed });

    public async Task<ScheduleView> SavedAsync(ScheduleEdit edit) =>
        Assert.IsType<ScheduleSaveResult.Saved>(await Service.CreateAsync(edit, "sam@example.com", Ct)).Schedule;

    public static ScheduleEdit EditOf(Guid storeId) => new()
    {
        Name = $"Nightly {A.Number()}",
        Cron = "30 2 * * *",
        TimeZone = "Europe/Berlin",
        Scope = new PushScope { StoreIds = [storeId] },
    };

    public static ScheduleEdit EditOf(ScheduleView schedule) => new()
    {
        Name = schedule.Name,
        Cron = schedule.Cron,
        TimeZone = schedule.TimeZone,
        MissedRuns = schedule.MissedRuns,
        Scope = schedule.Scope,
    };

    public async Task<ScheduleView> ReadAsync(ScheduleView schedule) => (await Queries.FindAsync(schedule.Id, Ct))!;

    public async Task<ScheduleView> EditAsync(ScheduleView schedule, Func<ScheduleEdit, ScheduleEdit> change) => Assert.IsType<ScheduleSaveResult.Saved>(
        await Service.UpdateAsync(schedule.Id, schedule.Revision, change(EditOf(schedule)), "sam@example.com", Ct)).Schedule;

    /// <summary>What the scheduler waits for; null when it does not know the schedule.</summary>
    public async Task<DateTimeOffset?> AwaitedAsync(ScheduleView schedule) =>
        (await Scheduler.GetTrigger(new TriggerKey(schedule.Id.ToString(), "schedule"), Ct))?.NextFireTimeUtc;

    /// <summary>Turns the clock to a moment and wakes the schedule, as the scheduler would.</summary>
    public async Task<ScheduleView> WakeAtAsync(ScheduleView schedule, string moment)
    {
        Clock.SetUtcNow(Moment(moment));
        await Runner.RunDueAsync(schedule.Id, null, Ct);
        return await ReadAsync(schedule);
    }

    /// <summary>The schedule's pushes, oldest first.</summary>
    public async Task<List<BulkPushJob>> PushesAsync(ScheduleView schedule)
    {
        await using var db = await _database.Contexts.CreateDbContextAsync(Ct);
        return await db.BulkPushJobs.AsNoTracking().Where(j => j.ScheduleId == schedule.Id).OrderBy(j => j.CreatedAt).ThenBy(j => j.Id).ToListAsync(Ct);
    }

    /// <summary>Ends a push without running it.</summary>
    public Task CancelAsync(Guid jobId) => JobsOf.Jobs.CancelAsync(jobId, "sam@example.com", Ct);

    public Task ChangeAsync(Func<BulkPushDbContext, Task> change) => JobsOf.ChangeAsync(change);

    public async ValueTask DisposeAsync()
    {
        await _node.StopAsync(CancellationToken.None);
        _node.Dispose();
    }
}
