using Microsoft.Extensions.Options;

namespace BulkPush.Core.Notifications;

/// <summary>Leads from a notification to the page of its push.</summary>
internal sealed class PushPageLinks(IOptions<BulkPushOptions> options)
{
    /// <summary>Null without <c>BulkPush:PublicAddress</c>, and for a test.</summary>
    public string? Of(NotificationDelivery delivery) =>
        options.Value.PublicAddress is { Length: > 0 } address && delivery.JobId is { } job ? $"{address.TrimEnd('/')}/products/bulk-push/{job}" : null;
}
