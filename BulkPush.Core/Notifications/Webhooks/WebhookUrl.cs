using System.Net;

namespace BulkPush.Core.Notifications.Webhooks;

/// <summary>Where a webhook may be posted to, as far as its text tells; whom its host name leads to is looked at when it is connected to.</summary>
internal static class WebhookUrl
{
    private const int Longest = 2000;

    /// <summary>What is wrong with it and what to do; null when nothing is.</summary>
    public static string? Mistake(string text, bool allowLoopback)
    {
        if (text.Length > Longest)
            return $"The address has more than {Longest} characters.";
        if (text.Any(char.IsControl) || !Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
            return "Enter the whole address that receives the webhook, for example https://hooks.example.com/bulkpush.";
        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
            return "Leave out user name, password and fragment: the receiver checks the signature instead.";
        if (IsThisMachine(url))
            return allowLoopback ? null : "An address on this machine is allowed only when Notifications:AllowLoopback is on.";
        if (url.Scheme != Uri.UriSchemeHttps)
            return "Use https: what is sent names products and people.";
        return IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var address) && !PublicAddress.Is(address)
            ? "This address is not on the public internet. BulkPush sends webhooks to public addresses only."
            : null;
    }

    private static bool IsThisMachine(Uri url) =>
        url.IsLoopback || (IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var address) && PublicAddress.IsLoopback(address));
}
