using BulkPush.Core;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace BulkPush.Web.Hosting;

/// <summary>Says where to go, once the process listens.</summary>
internal sealed class StartAnnouncement(IServer server, IConfiguration configuration, IHostEnvironment environment, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() =>
        {
            var roles = HostRoles.Of(configuration, environment);
            var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            Console.WriteLine($"BulkPush ({ProcessRolesText.Of(roles)}) is at {string.Join(" and ", addresses)}");
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
