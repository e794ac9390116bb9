using BulkPush.Core.Notifications;

namespace BulkPush.Web.Components.Notifications;

/// <summary>What the fields of the target page hold.</summary>
public sealed class TargetForm
{
    public string Name { get; set; } = "";

    public NotificationTargetKind Kind { get; set; } = NotificationTargetKind.Email;

    /// <summary>One in a line, or with commas between.</summary>
    public string Addresses { get; set; } = "";

    public string Url { get; set; } = "";

    public HashSet<NotificationEvent> Events { get; } = [.. TargetEdit.Usual];

    public bool IsForEveryPush { get; set; } = true;

    public bool IsPaused { get; set; }

    /// <summary>Of the target as it was read; null for a new one.</summary>
    public long? Revision { get; set; }

    public static TargetForm Of(TargetSummary target)
    {
        var form = new TargetForm
        {
            Name = target.Name,
            Kind = target.Kind,
            Addresses = string.Join('\n', target.Addresses),
            Url = target.Url ?? "",
            IsForEveryPush = target.IsForEveryPush,
            IsPaused = target.IsPaused,
            Revision = target.Revision,
        };
        form.Events.Clear();
        form.Events.UnionWith(target.Events);
        return form;
    }

    /// <summary>What is filled in, of the two kinds only the chosen one.</summary>
    public TargetEdit ToEdit() => new()
    {
        Name = Name,
        Kind = Kind,
        Addresses = Kind == NotificationTargetKind.Email ? Addresses.Split([',', ';', '\n', '\r', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [],
        Url = Kind == NotificationTargetKind.Webhook ? Url : null,
        Events = [.. Events.Order()],
        IsForEveryPush = IsForEveryPush,
        IsPaused = IsPaused,
        Revision = Revision,
    };
}
