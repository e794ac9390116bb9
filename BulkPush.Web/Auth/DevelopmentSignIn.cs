using System.Net;
using BulkPush.Core.Security;

namespace BulkPush.Web.Auth;

/// <summary>Whether the sign-in page may show the generated credentials, and which they are.</summary>
internal sealed class DevelopmentSignIn(OperatorAccounts accounts, IHostEnvironment environment)
{
    /// <summary>Null outside Development, for anyone who is not on this machine, and once the password was changed.</summary>
    public async Task<GeneratedCredentials?> FindAsync(HttpContext context) =>
        environment.IsDevelopment() && IsLocal(context.Connection.RemoteIpAddress) ? await accounts.FindGeneratedAsync(context.RequestAborted) : null;

    /// <summary>No address at all means an in-process caller.</summary>
    private static bool IsLocal(IPAddress? address) => address is null || IPAddress.IsLoopback(address);
}
