using BulkPush.Core.Notifications;
using BulkPush.Core.Security;
using BulkPush.Web.Components.Notifications;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Pages;

/// <summary>Adds somebody who is told of pushes, or edits them; shows a webhook's secret once.</summary>
public sealed partial class NotificationTargetPage
{
    private string? _secret;

    [Inject] public required NotificationTargets Targets { get; init; }

    [Inject] public required NotificationSetup Setup { get; init; }

    [Inject] public required TargetActions Actions { get; init; }

    protected override string Noun => "target";

    protected override (string Permission, string Refusal) Rule =>
        (Permissions.NotificationsManage, "You may not change targets: the permission to manage notifications is missing.");

    private string Title => Name ?? (Id is null ? "Add target" : "Target");

    private string UrlHelp => Setup.AllowsLoopback ? "A public https address, or an address on this machine." : "A public https address.";

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        _secret = null;
        if (Id is not { } id)
        {
            Form = new TargetForm();
            return;
        }

        var target = await Targets.FindAsync(id, cancellationToken);
        (Form, Name, IsMissing) = (target is null ? null : TargetForm.Of(target), target?.Name, target is null);
    }

    protected override async Task SaveAsync(TargetForm form, string actor)
    {
        // Not tied to the page: a secret that was made must not be lost because somebody was quick to leave; it can be rolled.
        var edit = form.ToEdit();
        var result = Id is { } id
            ? await Targets.UpdateAsync(id, edit, actor, CancellationToken.None)
            : await Targets.CreateAsync(edit, actor, CancellationToken.None);
        switch (result)
        {
            case TargetSaveResult.Saved { Secret: { } secret } saved:
                (Name, _secret) = (saved.Target.Name, secret);
                break;
            case TargetSaveResult.Saved:
                Leave(form, PageAddress.Notifications);
                break;
            case TargetSaveResult.Invalid invalid:
                Refuse(invalid.Errors);
                break;
            case TargetSaveResult.Outdated outdated:
                Problem = $"The target was not saved: {outdated.Present.UpdatedBy} has changed it meanwhile. Load the page again to see it as it is now.";
                break;
            case TargetSaveResult.NotFound:
                IsMissing = true;
                break;
        }
    }

    private void Choose(NotificationEvent happened, bool isChosen) => _ = isChosen ? Form!.Events.Add(happened) : Form!.Events.Remove(happened);

    private async Task RollAsync()
    {
        if (Id is { } id && await Actions.RollAsync(id, Name ?? "it") is { } secret)
            _secret = secret;
    }
}
