using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace BulkPush.Web.Hosting.DemoData;

/// <summary>Where this process's own demo stores are reached.</summary>
internal static class DemoAddress
{
    private const string Folder = "/demo-stores/";

    /// <summary>Admin URL of a demo store behind a port of this machine.</summary>
    public static string AdminUrl(int port, string shop) => $"http://127.0.0.1:{port}{Folder}{shop}";

    /// <summary>Whether an admin URL leads to a demo store of that name, behind whatever port.</summary>
    public static bool IsFor(string? adminUrl, string shop) =>
        Uri.TryCreate(adminUrl, UriKind.Absolute, out var url) && url.IsLoopback && url.AbsolutePath.TrimEnd('/') == Folder + shop;

    /// <summary>The plain HTTP port this process listens on; null before it listens, or when it speaks HTTPS only.</summary>
    public static int? ListeningPort(IServer server) => PortOf(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);

    /// <summary>The port this process will listen on, when configuration names one.</summary>
    public static int? ConfiguredPort(IConfiguration configuration) => PortOf((configuration["urls"] ?? "").Split(';'));

    private static int? PortOf(IEnumerable<string> addresses) => addresses
        .Where(address => address.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        .Select(address => BindingAddress.Parse(address).Port)
        .Where(port => port > 0)
        .Select(port => (int?)port)
        .FirstOrDefault();
}
