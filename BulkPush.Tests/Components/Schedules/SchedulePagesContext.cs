using BulkPush.Core.Schedules;
using BulkPush.Tests.Components.Pages;
using BulkPush.Tests.Schedules;
using BulkPush.Tests.Support;
using BulkPush.Web.Components.Schedules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BulkPush.Tests.Components.Schedules;

/// <summary>The pages of schedules on a real database and scheduler, on Monday 2 March 2026 at 09:00 UTC. No test meets the schedules of another.</summary>
public abstract class SchedulePagesContext(PostgresFixture postgres) : PageContext(postgres), IAsyncLifetime
{
    private protected ScheduleScenario Scenario { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Scenario = await ScheduleScenario.SetAsync(Postgres, "2026-03-02T09:00:00Z");
        await Scenario.ChangeAsync(db => db.PushSchedules.ExecuteDeleteAsync(Ct));
        Services.AddSingleton(new ScheduleQueries(Database, Pushes.Queries, Options.Create(new ScheduleOptions()), Clock));
        Services.AddSingleton(Scenario.Service);
        Services.AddScoped<ScheduleActions>();
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await Scenario.DisposeAsync();
    }
}
