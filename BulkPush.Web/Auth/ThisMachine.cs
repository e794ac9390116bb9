using System.Net;

namespace BulkPush.Web.Auth;

/// <summary>
/// Whether a request was made at this machine. A forwarded one was not, however near its proxy or tunnel, and a foreign Host header means that a page
/// elsewhere made a browser here send it.
/// </summary>
internal static class ThisMachine
{
    private static readonly string[] Forwarding = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];

    /// <remarks>No address at all means an in-process caller.</remarks>
    public static bool IsCaller(HttpContext http)
    {
        var remote = http.Connection.RemoteIpAddress;
        return (remote is null || IPAddress.IsLoopback(remote))
            && !Forwarding.Any(http.Request.Headers.ContainsKey)
            && IsLoopback(http.Request.Host.Host);
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
