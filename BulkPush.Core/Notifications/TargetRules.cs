using BulkPush.Core.Notifications.Webhooks;
using MimeKit;

namespace BulkPush.Core.Notifications;

/// <summary>What a target's fields must be. Collects one sentence per wrong field and the tidy values of the right ones.</summary>
internal sealed class TargetRules
{
    private const int MostAddresses = 20;

    /// <summary>RFC 5321, section 4.5.3.1.</summary>
    private const int LongestAddress = 254;

    private readonly Dictionary<string, string[]> _errors = [];

    private TargetRules()
    {
    }

    public string Name { get; private set; } = "";

    public List<string> Addresses { get; private set; } = [];

    public string? Url { get; private set; }

    public List<NotificationEvent> Events { get; private set; } = [];

    public bool IsBroken => _errors.Count > 0;

    public TargetSaveResult.Invalid Invalid => new(_errors);

    /// <param name="presentKind">Of the target as it is; null for a new one.</param>
    public static TargetRules Apply(TargetEdit edit, NotificationTargetKind? presentKind, bool allowLoopback)
    {
        var rules = new TargetRules();
        rules.CheckName(edit.Name);
        if (presentKind is { } kind && kind != edit.Kind)
            rules.Refuse(nameof(TargetEdit.Kind), "A target stays what it is. Add another one instead.");
        else if (edit.Kind == NotificationTargetKind.Email)
            rules.CheckAddresses(edit);
        else
            rules.CheckUrl(edit, allowLoopback);
        rules.CheckEvents(edit.Events);
        return rules;
    }

    public void Refuse(string field, string sentence) => _errors[field] = [sentence];

    private void CheckName(string? text)
    {
        Name = text?.Trim() ?? "";
        if (Name.Length is 0 or > NotificationTarget.MaxNameLength)
            Refuse(nameof(TargetEdit.Name), $"Give the target a name of up to {NotificationTarget.MaxNameLength} characters.");
        else if (Name.Any(char.IsControl))
            Refuse(nameof(TargetEdit.Name), "The name has characters that cannot be shown.");
    }

    private void CheckAddresses(TargetEdit edit)
    {
        Addresses = [.. edit.Addresses.Select(address => address.Trim()).Where(address => address.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (!string.IsNullOrWhiteSpace(edit.Url))
            Refuse(nameof(TargetEdit.Url), "An e-mail target has no address on the web. Leave it out.");
        if (Addresses.Count is 0 or > MostAddresses)
            Refuse(nameof(TargetEdit.Addresses), $"Enter 1 to {MostAddresses} e-mail addresses.");
        else if (Addresses.Find(address => !IsAddress(address)) is { } wrong)
            Refuse(nameof(TargetEdit.Addresses), $"'{wrong}' is not an e-mail address such as name@example.com.");
    }

    /// <summary>A plain address: no display name, no comments, nothing that could begin another header.</summary>
    private static bool IsAddress(string text) =>
        text.Length <= LongestAddress && MailboxAddress.TryParse(text, out var mailbox) && mailbox.Address == text && mailbox.Domain.Length > 0 && text.IndexOf('@', StringComparison.Ordinal) > 0;

    private void CheckUrl(TargetEdit edit, bool allowLoopback)
    {
        var url = edit.Url?.Trim() ?? "";
        if (edit.Addresses.Count > 0)
            Refuse(nameof(TargetEdit.Addresses), "A webhook has no e-mail addresses. Leave them out.");
        if (WebhookUrl.Mistake(url, allowLoopback) is { } mistake)
            Refuse(nameof(TargetEdit.Url), mistake);
        else
            Url = url;
    }

    private void CheckEvents(IReadOnlyList<NotificationEvent> events)
    {
        Events = [.. events.Distinct().Order()];
        if (Events.Count == 0 || Events.Exists(happened => !TargetEdit.Possible.Contains(happened)))
            Refuse(nameof(TargetEdit.Events), "Choose at least one event that it is told of.");
    }
}
