using BulkPush.Core.Catalog;
using BulkPush.Core.Catalog.Csv;
using BulkPush.Core.Jobs;
using BulkPush.Core.Notifications;
using BulkPush.Core.Security;
using BulkPush.Tests.Jobs;
using BulkPush.Tests.Notifications;
using BulkPush.Tests.Stores;
using BulkPush.Tests.Support;
using BulkPush.Web.Components.Products;
using BulkPush.Web.Components.Pushes;
using BulkPush.Web.Components.Shared;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace BulkPush.Tests.Components.Pages;

/// <summary>Whole pages on a real database, opened by somebody who may do everything. Pushes are queued and never run.</summary>
public abstract class PageContext : MudContext, IClassFixture<PostgresFixture>
{
    private protected PageContext(PostgresFixture postgres)
    {
        Postgres = postgres;
        Database = new UnsteadyDatabase(postgres);
        Pushes = new JobScenario(Database);
        Told = new NotificationScenario(postgres);
        Authorization = AddAuthorization();
        Authorization.SetAuthorized("sam@example.com");
        Authorization.SetPolicies([.. Permissions.All]);
        var audit = new AuditLog(Clock);
        Services.AddSingleton(new ProductQueries(Database));
        Services.AddSingleton(new ProductChannelService(Database, audit));
        Services.AddSingleton(new CatalogService(Database, audit, Clock));
        Services.AddSingleton(new ProductCsvImporter(Database, audit, Clock));
        Services.AddSingleton(new StoreServiceScenario(postgres).With(Database));
        Services.AddSingleton(Pushes.Jobs);
        Services.AddSingleton(Pushes.Queries);
        Services.AddSingleton(Pushes.Readings);
        Services.AddScoped<CurrentOperator>();
        Services.AddScoped<PushSelections>();
        Services.AddScoped<StartedPush>();
        Services.AddSingleton(new PushRetries(Database, Pushes.Jobs));
        Services.AddSingleton(Pushes.Pauses);
        Services.AddScoped<JobActions>();
        Services.AddSingleton(Told.Targets);
        Services.AddSingleton(new DeliveryLog(Database, audit, Clock));
    }

    protected BunitAuthorizationContext Authorization { get; }

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected PostgresFixture Postgres { get; }

    private protected UnsteadyDatabase Database { get; }

    private protected JobScenario Pushes { get; }

    private protected NotificationScenario Told { get; }

    /// <summary>What was announced and still stands on the screen.</summary>
    protected IReadOnlyList<string?> Announced() => [.. Services.GetRequiredService<ISnackbar>().ShownSnackbars.Select(s => s.Message)];

    /// <summary>Does <paramref name="work"/>, which must come to its end with the page gone, as Blazor's renderer would see it.</summary>
    protected async Task LeaveDuringAsync(Task work, TaskCompletionSource held)
    {
        Assert.False(work.IsCompleted, "The page was not waiting.");
        await DisposeComponentsAsync();
        held.SetResult();
        await work;
        Assert.False(Renderer.UnhandledException.IsCompleted, "Something was thrown by a page that was left.");
    }
}
