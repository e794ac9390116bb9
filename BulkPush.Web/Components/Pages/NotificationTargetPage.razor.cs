using BulkPush.Core.Notifications;
using BulkPush.Core.Security;
using BulkPush.Web.Components.Notifications;
using BulkPush.Web.Components.Shared;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Pages;

/// <summary>Adds somebody who is told of pushes, or edits them; shows a webhook's secret once.</summary>
public sealed partial class NotificationTargetPage : IDisposable
{
    private readonly PageVisit _visit = new();
    private TargetForm? _form;
    private IReadOnlyDictionary<string, string[]> _errors = new Dictionary<string, string[]>();
    private string? _problem;
    private string? _name;
    private string? _secret;
    private bool _isMissing;
    private bool _isSaving;
    private bool _hasFailed;

    /// <summary>None means a new target.</summary>
    [Parameter] public Guid? Id { get; set; }

    [Inject] public required NotificationTargets Targets { get; init; }

    [Inject] public required NotificationSetup Setup { get; init; }

    [Inject] public required TargetActions Actions { get; init; }

    [Inject] public required CurrentOperator Operator { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required ILogger<NotificationTargetPage> Logger { get; init; }

    private string Title => _name ?? (Id is null ? "Add target" : "Target");

    private string UrlHelp => Setup.AllowsLoopback ? "A public https address, or an address on this machine." : "A public https address.";

    public void Dispose() => _visit.Dispose();

    protected override Task OnParametersSetAsync()
    {
        (_form, _name, _secret, _isMissing, _problem) = (null, null, null, false, null);
        _errors = new Dictionary<string, string[]>();
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        _hasFailed = false;
        if (Id is not { } id)
        {
            _form = new TargetForm();
            return;
        }

        try
        {
            var target = await Targets.FindAsync(id, _visit.Leaving);
            (_form, _name, _isMissing) = (target is null ? null : TargetForm.Of(target), target?.Name, target is null);
        }
        catch (OperationCanceledException) when (_visit.IsOver)
        {
            // The page was left.
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            Log.ReadingFailed(Logger, error);
            _hasFailed = true;
        }
    }

    private void Choose(NotificationEvent happened, bool isChosen) => _ = isChosen ? _form!.Events.Add(happened) : _form!.Events.Remove(happened);

    private async Task SaveAsync()
    {
        if (_isSaving)
            return;

        (_isSaving, _problem, _errors) = (true, null, new Dictionary<string, string[]>());
        try
        {
            await SaveOnceAsync();
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            Log.SavingFailed(Logger, error);
            _problem = "It is not certain that the target was saved: the database did not answer. Look at the list of targets before you try again.";
        }
        finally
        {
            _isSaving = false;
        }
    }

    private async Task SaveOnceAsync()
    {
        if (await Operator.NameIfAsync(Permissions.NotificationsManage) is not { } actor)
        {
            _problem = "You may not change targets: the permission to manage notifications is missing.";
            return;
        }

        // Not tied to the page: a secret that was made must not be lost because somebody was quick to leave; it can be rolled.
        var edit = _form!.ToEdit();
        var result = Id is { } id
            ? await Targets.UpdateAsync(id, edit, actor, CancellationToken.None)
            : await Targets.CreateAsync(edit, actor, CancellationToken.None);
        if (_visit.IsOver)
            return;

        switch (result)
        {
            case TargetSaveResult.Saved { Secret: { } secret } saved:
                (_name, _secret) = (saved.Target.Name, secret);
                break;
            case TargetSaveResult.Saved:
                Navigation.NavigateTo(PageAddress.Notifications);
                break;
            case TargetSaveResult.Invalid invalid:
                _errors = invalid.Errors;
                _problem = "The target was not saved. Correct the marked fields and save again.";
                break;
            case TargetSaveResult.Outdated outdated:
                _problem = $"The target was not saved: {outdated.Present.UpdatedBy} has changed it meanwhile. Load the page again to see it as it is now.";
                break;
            case TargetSaveResult.NotFound:
                _isMissing = true;
                break;
        }
    }

    private async Task RollAsync()
    {
        if (Id is { } id && await Actions.RollAsync(id, _name ?? "it") is { } secret)
            _secret = secret;
    }

    private bool Has(string field) => _errors.ContainsKey(field);

    private string? ErrorOf(string field) => _errors.TryGetValue(field, out var sentences) ? string.Join(' ', sentences) : null;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The notification target could not be read.")]
        public static partial void ReadingFailed(ILogger logger, Exception error);

        [LoggerMessage(LogLevel.Error, "The notification target could not be saved.")]
        public static partial void SavingFailed(ILogger logger, Exception error);
    }
}
