using BulkPush.Core;

namespace BulkPush.Web.Hosting;

internal static class HostRoles
{
    /// <summary>The roles that configuration asks for, or the environment's default.</summary>
    public static ProcessRoles Of(IConfiguration configuration, IHostEnvironment environment)
    {
        var text = configuration[$"{BulkPushOptions.SectionName}:{nameof(BulkPushOptions.Roles)}"];
        if (string.IsNullOrWhiteSpace(text))
            return environment.IsDevelopment() ? ProcessRoles.Web | ProcessRoles.Worker | ProcessRoles.DemoStores : ProcessRoles.Web | ProcessRoles.Worker;
        return ProcessRolesText.TryParse(text, out var roles) ? roles : ProcessRoles.None;
    }

    public static bool NeedDatabase(this ProcessRoles roles) => (roles & (ProcessRoles.Web | ProcessRoles.Worker)) != 0;
}
