using BulkPush.Core;
using BulkPush.Core.Security;
using Microsoft.Extensions.Options;

namespace BulkPush.Web.Auth;

/// <summary>
/// Sees to it that somebody can sign in: the operator of <c>BulkPush:Bootstrap</c>, else in Development one with a generated password,
/// else whoever opens the set-up page first.
/// </summary>
internal sealed partial class FirstOperator(
    IServiceScopeFactory scopes,
    IOptions<BulkPushOptions> options,
    IHostEnvironment environment,
    IHostApplicationLifetime lifetime,
    ILogger<FirstOperator> logger)
{
    internal const string DevelopmentEmail = "operator@bulkpush.local";

    /// <summary>Comes before the host starts: thrown while it starts, a refusal would be buried under what the host has to say.</summary>
    /// <exception cref="OptionsValidationException">The e-mail or password of <c>BulkPush:Bootstrap</c> is refused.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<OperatorAccounts>();
        if (!await accounts.AnyAsync(cancellationToken))
            await CreateAsync(accounts, cancellationToken);
        if (environment.IsDevelopment() && await accounts.FindGeneratedAsync(cancellationToken) is { } generated)
            Announce($"Sign in as {generated.Email} with the password {generated.Password}");
        else if (!await accounts.AnyAsync(cancellationToken))
            Announce($"Nobody can sign in yet: open {AccountAddress.Setup} to create the first administrator");
    }

    private async Task CreateAsync(OperatorAccounts accounts, CancellationToken cancellationToken)
    {
        var bootstrap = options.Value.Bootstrap;
        var result = (bootstrap.AdminEmail, bootstrap.AdminPassword) switch
        {
            ({ Length: > 0 } email, { Length: > 0 } password) => await accounts.CreateFirstAsync(email, password, cancellationToken),
            _ when environment.IsDevelopment() => await accounts.CreateFirstWithGeneratedPasswordAsync(DevelopmentEmail, cancellationToken),
            _ => null,
        };
        switch (result)
        {
            case FirstOperatorResult.Created created:
                Log.Created(logger, created.Email);
                break;
            case FirstOperatorResult.Refused refused:
                throw new OptionsValidationException(
                    BulkPushOptions.SectionName,
                    typeof(BulkPushOptions),
                    refused.Reasons.Select(reason => $"BulkPush:Bootstrap:AdminEmail and AdminPassword do not make an operator: {reason}"));
        }
    }

    /// <summary>On the console and not in the log: logs are kept and sent elsewhere, and this may be a password.</summary>
    private void Announce(string sentence) => lifetime.ApplicationStarted.Register(() => Console.WriteLine(sentence));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Created the first operator, {Email}, with every permission.")]
        public static partial void Created(ILogger logger, string email);
    }
}
