using BulkPush.Core.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace BulkPush.Core.Security;

internal static class SecurityServices
{
    public static IServiceCollection AddSecurity(this IServiceCollection services)
    {
        services
            .AddIdentityCore<BulkPushUser>(options =>
            {
                options.User.RequireUniqueEmail = true;
                // Length is what makes a password hard to guess; rules about digits and signs only make it hard to remember.
                options.Password = new PasswordOptions
                {
                    RequiredLength = OperatorAccounts.ShortestPassword,
                    RequiredUniqueChars = 5,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireUppercase = false,
                    RequireNonAlphanumeric = false,
                };
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddEntityFrameworkStores<BulkPushDbContext>();
        return services
            .AddSingleton<AuditLog>()
            .AddSingleton<SecretProtector>()
            .AddSingleton<ApiTokenService>()
            .AddSingleton<OperatorSessions>()
            .AddScoped<OperatorAccounts>();
    }
}
