using BulkPush.Core.Jobs;
using BulkPush.Core.Security;
using BulkPush.Web.Components.Shared;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BulkPush.Web.Components.Pushes;

/// <summary>What an operator does with a push from its page: checks that they may, does it, and says what came of it.</summary>
public sealed partial class JobActions(
    BulkPushJobService jobs,
    PushPauses pauses,
    PushRetries retries,
    IDialogService dialogs,
    CurrentOperator currentOperator,
    StartedPush startedPush,
    ISnackbar snackbar,
    NavigationManager navigation,
    TimeProvider clock,
    ILogger<JobActions> logger)
{
    // Kept while the answer is unknown, so that pressing again after a lost connection finds the push instead of starting a second one.
    private readonly Dictionary<(RetryScope, Guid?), Guid> _keys = [];

    /// <summary>Starts a retry and leads to it.</summary>
    public async Task RetryAsync(RetryScope retry, Guid? storeId)
    {
        if (await currentOperator.NameIfAsync(Permissions.ProductsPush) is not { } actor)
        {
            snackbar.Add("You may not start a push: the permission to push products is missing.", Severity.Error);
            return;
        }

        var key = _keys.TryGetValue((retry, storeId), out var kept) ? kept : _keys[(retry, storeId)] = Guid.CreateVersion7(clock.GetUtcNow());
        try
        {
            // Not tied to the page: once asked for, leaving the page must not take it back.
            var result = await retries.StartAsync(retry, storeId, actor, $"page-{key}", CancellationToken.None);
            if (result is StartResult.AlreadyRunning busy)
            {
                if (await BusyDialog.AskAsync(dialogs, busy.Stores, busy.MayGoAhead) is not { } whenBusy)
                    return;
                result = await retries.StartAsync(retry, storeId, actor, $"page-{key}", whenBusy, CancellationToken.None);
            }

            _keys.Remove((retry, storeId));
            Show(result);
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            Log.RetryFailed(logger, error, retry.JobId);
            snackbar.Add("It is not certain that the retry was started: the database did not answer. Press again; it will not be started twice.", Severity.Error);
        }
    }

    /// <summary>Asks whether one store of a push shall stop, and has it stopped.</summary>
    public async Task CancelStoreAsync(JobProgress job, StorePushView store)
    {
        var question = new Question($"Cancel the push to {store.StoreName}?", CancelQuestion.For(job, store), Yes: "Cancel this store", No: "Let it run");
        if (!await QuestionDialog.AskAsync(dialogs, question))
            return;

        if (await currentOperator.NameIfAsync(Permissions.ProductsPush) is not { } actor)
        {
            snackbar.Add("You may not cancel a push: the permission to push products is missing.", Severity.Error);
            return;
        }

        try
        {
            if (await jobs.CancelAsync(job.Id, store.StoreId, actor, CancellationToken.None) != CancelResult.Accepted)
                snackbar.Add($"The push to {store.StoreName} had already ended.", Severity.Info);
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            Log.CancellingFailed(logger, error, job.Id);
            snackbar.Add($"It is not certain that the push to {store.StoreName} will stop: the database did not answer. Cancel it again if it goes on.", Severity.Error);
        }
    }

    /// <summary>Has a push, or one store of it, paused or resumed.</summary>
    public async Task PauseAsync(Guid jobId, Guid? storeId, bool isPause)
    {
        if (await currentOperator.NameIfAsync(Permissions.ProductsPush) is not { } actor)
        {
            snackbar.Add("You may not pause or resume a push: the permission to push products is missing.", Severity.Error);
            return;
        }

        try
        {
            var result = isPause
                ? await pauses.PauseAsync(jobId, storeId, actor, CancellationToken.None)
                : await pauses.ResumeAsync(jobId, storeId, actor, CancellationToken.None);
            if (result is PauseResult.Busy busy)
            {
                if (await BusyDialog.AskAsync(dialogs, busy.Stores, busy.MayGoAhead) is not { } whenBusy)
                    return;
                result = await pauses.ResumeAsync(jobId, storeId, actor, whenBusy, CancellationToken.None);
            }

            if (result is not PauseResult.Accepted)
                snackbar.Add(PauseText.Obstacle(result), Severity.Warning);
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            Log.PausingFailed(logger, error, jobId);
            snackbar.Add("It is not certain that this was done: the database did not answer. The page shows how the push stands; try again if it did not change.", Severity.Error);
        }
    }

    private void Show(StartResult result)
    {
        if (result is not StartResult.Started started)
        {
            snackbar.Add(RetryText.Obstacle(result), Severity.Warning);
            return;
        }

        if (RetryText.LeftOut(started.LeftOut) is { } leftOut)
            snackbar.Add(leftOut, Severity.Info);
        startedPush.Hand(started.JobId);
        navigation.NavigateTo(PageAddress.Job(started.JobId));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A store of push {JobId} could not be cancelled from its page.")]
        public static partial void CancellingFailed(ILogger logger, Exception error, Guid jobId);

        [LoggerMessage(Level = LogLevel.Error, Message = "Push {JobId} could not be paused or resumed from its page.")]
        public static partial void PausingFailed(ILogger logger, Exception error, Guid jobId);

        [LoggerMessage(Level = LogLevel.Error, Message = "A retry of push {JobId} could not be started from its page.")]
        public static partial void RetryFailed(ILogger logger, Exception error, Guid jobId);
    }
}
