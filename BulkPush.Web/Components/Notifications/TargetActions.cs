using BulkPush.Core.Notifications;
using BulkPush.Core.Security;
using BulkPush.Web.Components.Shared;
using MudBlazor;

namespace BulkPush.Web.Components.Notifications;

/// <summary>What an operator does with targets and deliveries from their page: checks that they may, does it, and says what came of it.</summary>
public sealed partial class TargetActions(
    NotificationTargets targets,
    TargetTrial trial,
    DeliveryLog log,
    IDialogService dialogs,
    CurrentOperator currentOperator,
    ISnackbar snackbar,
    ILogger<TargetActions> logger)
{
    /// <returns>The test's delivery; null when none was sent, which was said.</returns>
    public async Task<DeliveryRow?> TestAsync(TargetSummary target)
    {
        DeliveryRow? delivery = null;
        await DoAsync($"{target.Name} could not be tried", async actor =>
        {
            delivery = await trial.SendAsync(target.Id, actor, CancellationToken.None);
            return delivery is null ? ($"{target.Name} was removed meanwhile.", Severity.Warning) : null;
        });
        return delivery;
    }

    public Task PauseAsync(TargetSummary target, bool isPaused) => DoAsync($"It is not certain that {target.Name} was {(isPaused ? "paused" : "resumed")}", async actor =>
        await targets.SetPausedAsync(target.Id, isPaused, actor, CancellationToken.None)
            ? (isPaused ? $"{target.Name} is told nothing from now on." : $"{target.Name} is told again from now on.", Severity.Success)
            : ($"{target.Name} was removed meanwhile.", Severity.Warning));

    public async Task RemoveAsync(TargetSummary target)
    {
        var question = new Question(
            $"Remove {target.Name}?",
            "It is told nothing any more, and what is on its way to it is withdrawn. The log keeps what it was told.",
            Yes: "Remove the target",
            No: "Keep it");
        if (!await QuestionDialog.AskAsync(dialogs, question))
            return;

        await DoAsync($"It is not certain that {target.Name} was removed", async actor =>
        {
            await targets.RemoveAsync(target.Id, actor, CancellationToken.None);
            return ($"{target.Name} was removed.", Severity.Success);
        });
    }

    /// <returns>The new secret; null when there is none, which was said.</returns>
    public async Task<string?> RollAsync(Guid targetId, string name)
    {
        var question = new Question(
            $"Give {name} another secret?",
            "From that moment the former secret signs nothing: the receiver refuses what comes until it has the new one.",
            Yes: "Make a new secret",
            No: "Keep the present one");
        if (!await QuestionDialog.AskAsync(dialogs, question))
            return null;

        string? secret = null;
        await DoAsync($"It is not certain that {name} has another secret", async actor =>
        {
            secret = await targets.RollSecretAsync(targetId, actor, CancellationToken.None);
            return secret is null ? ($"{name} was removed meanwhile.", Severity.Warning) : null;
        });
        return secret;
    }

    public Task ResendAsync(DeliveryRow delivery) => DoAsync("It is not certain that it is sent again", async actor =>
        await log.ResendAsync(delivery.Id, actor, CancellationToken.None) == ResendResult.Accepted
            ? ($"{delivery.TargetName} is told again in a moment.", Severity.Success)
            : ("It can not be sent again any more. The list shows how it stands.", Severity.Warning));

    /// <param name="doubt">What is not known when the database does not answer.</param>
    private async Task DoAsync(string doubt, Func<string, Task<(string Text, Severity Severity)?>> action)
    {
        if (await currentOperator.NameIfAsync(Permissions.NotificationsManage) is not { } actor)
        {
            snackbar.Add("You may not change notifications: the permission to manage notifications is missing.", Severity.Error);
            return;
        }

        try
        {
            if (await action(actor) is { } said)
                snackbar.Add(said.Text, said.Severity);
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            Log.Failed(logger, error);
            snackbar.Add($"{doubt}: the database did not answer.", Severity.Error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "What an operator asked of the notifications could not be done.")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}
