using BulkPush.Web.Components.Notifications;
using BulkPush.Web.Components.Products;
using BulkPush.Web.Components.Pushes;
using BulkPush.Web.Components.Schedules;
using BulkPush.Web.Components.Shared;
using BulkPush.Web.Components.Stores;
using MudBlazor;
using MudBlazor.Services;

namespace BulkPush.Web.Components;

/// <summary>The pages people see.</summary>
internal static class DashboardServices
{
    public static IServiceCollection AddDashboard(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        services.AddHttpContextAccessor();
        services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            options.SnackbarConfiguration.PreventDuplicates = true;
            options.SnackbarConfiguration.VisibleStateDuration = 6000;
            // Anything less lets the page shine through and spoils the contrast of the text.
            options.SnackbarConfiguration.MaximumOpacity = 100;
        });
        services.AddScoped<CurrentOperator>();
        services.AddScoped<StoreChecks>();
        services.AddScoped<PushSelections>();
        services.AddScoped<StartedPush>();
        services.AddScoped<JobActions>();
        services.AddScoped<ScheduleActions>();
        services.AddScoped<TargetActions>();
        return services;
    }

    public static WebApplication MapDashboard(this WebApplication app)
    {
        app.UseAntiforgery();
        app.UseFormRefusal();
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
