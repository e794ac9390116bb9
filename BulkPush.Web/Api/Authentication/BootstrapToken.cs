using BulkPush.Core;
using BulkPush.Core.Security;
using Microsoft.Extensions.Options;

namespace BulkPush.Web.Api.Authentication;

/// <summary>Makes the token of <c>BulkPush:Bootstrap:ApiToken</c> known before the first request.</summary>
internal sealed partial class BootstrapToken(IOptions<BulkPushOptions> options, ApiTokenService tokens, ILogger<BootstrapToken> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Bootstrap.ApiToken is not { Length: > 0 } token)
        {
            return;
        }

        switch (await tokens.EnsureBootstrapAsync(token, cancellationToken))
        {
            case BootstrapTokenState.Created:
                Log.Created(logger);
                break;
            case BootstrapTokenState.Revoked:
                Log.Revoked(logger);
                break;
            case BootstrapTokenState.Known:
                break;
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The API token of BulkPush:Bootstrap:ApiToken is in force, with every permission")]
        public static partial void Created(ILogger logger);

        [LoggerMessage(LogLevel.Warning, "The API token of BulkPush:Bootstrap:ApiToken was replaced or revoked before and stays so; choose another value")]
        public static partial void Revoked(ILogger logger);
    }
}
