using System.Collections.Concurrent;
using BulkPush.Core.Stores;
using Microsoft.Extensions.Logging;

namespace BulkPush.Core.Shopify;

/// <summary>Tells of API versions that need somebody's attention: in the log once per store and version and process, and with the store for the Stores page.</summary>
internal sealed partial class ApiVersionWatch(TimeProvider clock, ILogger<ApiVersionWatch> logger)
{
    private readonly ConcurrentDictionary<(Guid Store, ApiVersionFinding Finding), bool> _told = new();

    /// <param name="asked">The version asked for.</param>
    /// <param name="served">The version that a reply names.</param>
    public Task SeeAsync(StoreConnection connection, string asked, string served, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var version = new StoreApiVersion(asked, served, now);
        Tell(connection, ApiVersionSupport.Judge(version, now));
        return connection.KeepApiVersionAsync(version, cancellationToken);
    }

    private void Tell(StoreConnection connection, ApiVersionFinding finding)
    {
        // The days that are left are no part of what is told only once.
        var key = finding is ApiVersionFinding.EndsSoon ends ? ends with { DaysLeft = 0 } : finding;
        if (finding is ApiVersionFinding.Supported || !_told.TryAdd((connection.StoreId, key), true))
            return;

        switch (finding)
        {
            case ApiVersionFinding.FallsForward { Asked: var asked, Served: var served }:
                Log.FallsForward(logger, connection.StoreName, served, asked);
                break;
            case ApiVersionFinding.EndsSoon { Version: var version, End: var end }:
                Log.EndsSoon(logger, version, connection.StoreName, end);
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Warning,
            "{Store} answers with API version {Served} although {Asked} was asked for. Set Shopify:ApiVersion to a version that Shopify and BulkPush support.")]
        public static partial void FallsForward(ILogger logger, string store, string served, string asked);

        [LoggerMessage(LogLevel.Warning, "API version {Version}, which serves {Store}, may be retired from {End} on. Set Shopify:ApiVersion to a newer one that BulkPush supports.")]
        public static partial void EndsSoon(ILogger logger, string version, string store, DateOnly end);
    }
}
