using BulkPush.Core.Notifications;
using MudBlazor;

namespace BulkPush.Web.Display;

/// <summary>Notifications in words.</summary>
public static class DeliveryText
{
    /// <summary>What happened, as a heading.</summary>
    public static string Of(NotificationEvent happened) => happened switch
    {
        NotificationEvent.CompletedWithErrors => "Push completed with errors",
        NotificationEvent.Failed => "Push failed",
        NotificationEvent.BreakerOpened => "Store paused by its breaker",
        NotificationEvent.Completed => "Push completed",
        NotificationEvent.Cancelled => "Push cancelled",
        NotificationEvent.Test => "Test",
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, null),
    };

    /// <summary>Several in a row, as a sentence begins: "Push completed with errors, push failed".</summary>
    public static string All(IEnumerable<NotificationEvent> events) =>
        string.Join(", ", events.Select((happened, index) => index == 0 ? Of(happened) : $"{char.ToLowerInvariant(Of(happened)[0])}{Of(happened)[1..]}"));

    /// <summary>When a target is told of it, for whoever chooses.</summary>
    public static string Explain(NotificationEvent happened) => happened switch
    {
        NotificationEvent.CompletedWithErrors => "Some products or stores failed; the rest was pushed.",
        NotificationEvent.Failed => "No store could be pushed.",
        NotificationEvent.BreakerOpened => "A store could not be pushed any further, and its push waits there.",
        NotificationEvent.Completed => "Nothing failed.",
        NotificationEvent.Cancelled => "An operator stopped the push.",
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, null),
    };

    public static string Of(NotificationTargetKind kind) => kind == NotificationTargetKind.Email ? "E-mail" : "Webhook";

    public static string IconOf(NotificationTargetKind kind) => kind == NotificationTargetKind.Email ? Icons.Material.Outlined.Email : Icons.Material.Outlined.Webhook;

    /// <summary>What a filter calls the status.</summary>
    public static string Name(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Pending => "Waiting",
        DeliveryStatus.Delivered => "Delivered",
        DeliveryStatus.Failed => "Failed",
        DeliveryStatus.Withdrawn => "Withdrawn",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static StateDisplay For(DeliveryRow delivery) => delivery.Status switch
    {
        DeliveryStatus.Pending when delivery.IsTargetPaused => new(Icons.Material.Rounded.PauseCircle, Color.Warning, "Target paused"),
        DeliveryStatus.Pending when delivery.LastAnswer is not null => new(Icons.Material.Rounded.Replay, Color.Warning, "Trying again"),
        DeliveryStatus.Pending => new(Icons.Material.Rounded.Schedule, Color.Default, Name(delivery.Status)),
        DeliveryStatus.Delivered => new(Icons.Material.Rounded.CheckCircle, Color.Success, Name(delivery.Status)),
        DeliveryStatus.Failed => new(Icons.Material.Rounded.Error, Color.Error, Name(delivery.Status)),
        DeliveryStatus.Withdrawn => new(Icons.Material.Rounded.Block, Color.Default, Name(delivery.Status)),
        _ => throw new ArgumentOutOfRangeException(nameof(delivery), delivery.Status, null),
    };

    /// <summary>What is known of the attempts, for example "2 attempts, next today, 14:05".</summary>
    public static string Attempts(DeliveryRow delivery, DateTimeOffset now, TimeZoneInfo zone)
    {
        var made = delivery.Attempts == 0 ? "not sent yet" : Amounts.Of(delivery.Attempts, "attempt");
        return delivery is { Status: DeliveryStatus.Pending, IsTargetPaused: false, LastAnswer: not null, NextAttemptAt: { } next } && next > now
            ? $"{made}, next {Moments.Ahead(next, now, zone)}"
            : made;
    }

    /// <summary>What came back last, for example "500: no"; null while nothing did.</summary>
    public static string? Answer(DeliveryRow delivery) => (delivery.LastCode, delivery.LastAnswer) switch
    {
        (null, var words) => words,
        ({ } code, null or "") => code.ToString(System.Globalization.CultureInfo.InvariantCulture),
        var (code, words) => $"{code}: {words}",
    };

    /// <summary>How a test went, in a sentence.</summary>
    public static string Tried(DeliveryRow delivery) => delivery.Status == DeliveryStatus.Delivered
        ? $"The test was delivered. Answer: {Answer(delivery)}"
        : $"The test was not delivered. {Answer(delivery)}";
}
