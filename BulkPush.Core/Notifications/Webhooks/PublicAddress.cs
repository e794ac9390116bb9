using System.Net;
using System.Net.Sockets;

namespace BulkPush.Core.Notifications.Webhooks;

/// <summary>Which addresses are somebody else's on the internet, and not this machine, its network or its provider's.</summary>
internal static class PublicAddress
{
    /// <summary>IPv4 that is not for everybody (IANA's special-purpose registry, RFC 6890): private, shared, link-local, reserved, multicast.</summary>
    private static readonly IPNetwork[] NotForEverybody =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <summary>All of IPv6 that is in use on the internet; the rest is local, mapped, translated or reserved.</summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>Of that: protocol assignments and tunnels that carry an IPv4 address inside, and documentation.</summary>
    private static readonly IPNetwork[] NotInUse = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(network => IPNetwork.Parse(network))];

    public static bool Is(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !Array.Exists(NotForEverybody, network => network.Contains(address)),

        // An IPv4 address in IPv6's clothes reaches the same machine.
        AddressFamily.InterNetworkV6 when address.IsIPv4MappedToIPv6 => Is(address.MapToIPv4()),
        AddressFamily.InterNetworkV6 => GlobalUnicast.Contains(address) && !Array.Exists(NotInUse, network => network.Contains(address)),
        _ => false,
    };

    /// <summary>Whether it is this machine, also as IPv4 in IPv6's clothes.</summary>
    public static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
