using System.Text.Json;
using System.Text.Json.Serialization;

namespace BulkPush.Core.Notifications.Webhooks;

/// <summary>What a webhook carries. Fields are only ever added under the same version; docs/api.md has an example.</summary>
/// <param name="Id">The same for every attempt.</param>
/// <param name="Url">The push's page; null without <c>BulkPush:PublicAddress</c>.</param>
internal sealed record WebhookBody(int Version, Guid Id, NotificationEvent Event, DateTimeOffset OccurredAt, string? Url, PushNews? Push, BreakerNews? Breaker)
{
    private const int Present = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static byte[] Of(NotificationDelivery delivery, string? url) => JsonSerializer.SerializeToUtf8Bytes(
        new WebhookBody(Present, delivery.Id, delivery.Event, delivery.Content.At, url, delivery.Content.Push, delivery.Content.Breaker), Json);

    /// <summary>As it stands in bodies and headers.</summary>
    public static string NameOf(NotificationEvent happened) => JsonNamingPolicy.CamelCase.ConvertName(happened.ToString());
}
