using BulkPush.Core.Security;

namespace BulkPush.Web.Auth;

/// <summary>Whether the sign-in page may show the generated credentials, and which they are.</summary>
internal sealed class DevelopmentSignIn(OperatorAccounts accounts, IHostEnvironment environment)
{
    /// <summary>Null outside Development, for anyone who is not at this machine, and once the password was changed.</summary>
    public async Task<GeneratedCredentials?> FindAsync(HttpContext context) =>
        environment.IsDevelopment() && ThisMachine.IsCaller(context) ? await accounts.FindGeneratedAsync(context.RequestAborted) : null;
}
