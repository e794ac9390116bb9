using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Core.Security;

internal static class SecurityServices
{
    public static IServiceCollection AddSecurity(this IServiceCollection services) => services
        .AddSingleton<AuditLog>()
        .AddSingleton<SecretProtector>()
        .AddSingleton<ApiTokenService>();
}
