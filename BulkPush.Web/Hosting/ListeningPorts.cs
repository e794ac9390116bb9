using System.Net.NetworkInformation;

namespace BulkPush.Web.Hosting;

internal static class ListeningPorts
{
    /// <summary>Says in a sentence what Kestrel would say in a stack trace.</summary>
    /// <exception cref="StartUpException">Another program listens on a port that we are told to listen on.</exception>
    public static void EnsureFree(IConfiguration configuration)
    {
        var wanted = (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(url => Uri.TryCreate(url.Replace("://*", "://localhost", StringComparison.Ordinal).Replace("://+", "://localhost", StringComparison.Ordinal), UriKind.Absolute, out var uri) ? uri : null)
            .OfType<Uri>()
            .Where(uri => uri.Port > 0)
            .ToList();
        if (wanted.Count == 0)
            return;

        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).ToHashSet();
        if (wanted.Find(uri => taken.Contains(uri.Port)) is { } url)
            throw new StartUpException($"Port {url.Port} is taken by another program. Start BulkPush on another one with --urls http://localhost:5081.");
    }
}
