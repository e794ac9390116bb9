using BulkPush.Core.Jobs;
using BulkPush.Core.Schedules;
using BulkPush.Core.Security;
using BulkPush.Web.Components.Pushes;
using BulkPush.Web.Components.Shared;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BulkPush.Web.Components.Schedules;

/// <summary>What an operator does with a schedule from its list: checks that they may, does it, and says what came of it.</summary>
public sealed partial class ScheduleActions(
    ScheduleService schedules,
    IDialogService dialogs,
    CurrentOperator currentOperator,
    StartedPush startedPush,
    ISnackbar snackbar,
    NavigationManager navigation,
    TimeProvider clock,
    ILogger<ScheduleActions> logger)
{
    private const string Gone = "There is no such schedule any more.";

    // Kept while the answer is unknown, so that pressing again after a lost connection finds the push instead of starting a second one.
    private readonly Dictionary<Guid, Guid> _keys = [];

    /// <summary>Pauses a schedule, or lets a paused one go on.</summary>
    public Task SwitchAsync(ScheduleView schedule) => DoAsync(schedule, async actor =>
    {
        var isThere = schedule.IsPaused
            ? await schedules.ResumeAsync(schedule.Id, actor, CancellationToken.None)
            : await schedules.PauseAsync(schedule.Id, actor, CancellationToken.None);
        if (!isThere)
            snackbar.Add(Gone, Severity.Warning);
    });

    /// <summary>Asks whether a schedule shall go, and removes it.</summary>
    public async Task RemoveAsync(ScheduleView schedule)
    {
        var question = new Question(
            $"Remove {schedule.Name}?",
            "It starts nothing any more. The pushes that it started stay in the history, and one that is under way goes on.",
            Yes: "Remove the schedule",
            No: "Keep it");
        if (!await QuestionDialog.AskAsync(dialogs, question))
            return;

        await DoAsync(schedule, async actor =>
        {
            var isGone = await schedules.RemoveAsync(schedule.Id, actor, CancellationToken.None);
            snackbar.Add(isGone ? $"{schedule.Name} was removed." : Gone, isGone ? Severity.Success : Severity.Warning);
        });
    }

    /// <summary>Starts a schedule's push at once and leads to it.</summary>
    public Task RunAsync(ScheduleView schedule) => DoAsync(schedule, async actor =>
    {
        var key = _keys.TryGetValue(schedule.Id, out var kept) ? kept : _keys[schedule.Id] = Guid.CreateVersion7(clock.GetUtcNow());
        var result = await schedules.RunNowAsync(schedule.Id, actor, $"page-{key}", CancellationToken.None);
        _keys.Remove(schedule.Id);
        if (result is RunNowResult.Asked { Result: StartResult.Started started })
        {
            startedPush.Hand(started.JobId);
            navigation.NavigateTo(PageAddress.Job(started.JobId));
            return;
        }

        snackbar.Add(
            result switch
            {
                RunNowResult.StillWaiting => ScheduleText.OneWaits,
                RunNowResult.Asked asked => RetryText.Obstacle(asked.Result),
                _ => Gone,
            },
            Severity.Warning);
    });

    // Not tied to the page: once asked for, leaving the page must not take it back.
    private async Task DoAsync(ScheduleView schedule, Func<string, Task> act)
    {
        if (await currentOperator.NameIfAsync(Permissions.ProductsPush) is not { } actor)
        {
            snackbar.Add("You may not change schedules: the permission to push products is missing.", Severity.Error);
            return;
        }

        try
        {
            await act(actor);
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            Log.Failed(logger, error, schedule.Id);
            snackbar.Add("It is not certain that this was done: the database did not answer. Look at the list, and try again if nothing changed.", Severity.Error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "What was asked of schedule {ScheduleId} on its page could not be done.")]
        public static partial void Failed(ILogger logger, Exception error, Guid scheduleId);
    }
}
