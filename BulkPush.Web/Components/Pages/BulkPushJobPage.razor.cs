using BulkPush.Core.Jobs;
using BulkPush.Core.Security;
using BulkPush.Web.Components.Pushes;
using BulkPush.Web.Components.Shared;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BulkPush.Web.Components.Pages;

/// <summary>A push, live while it runs; its results product by product.</summary>
public sealed partial class BulkPushJobPage
{
    private JobProgress? _job;
    private Guid? _justStarted;
    private bool _mayPush;

    [Parameter] public Guid JobId { get; set; }

    [SupplyParameterFromQuery(Name = "outcome")] public string? OutcomeName { get; set; }

    [SupplyParameterFromQuery(Name = "store")] public string? StoreName { get; set; }

    [SupplyParameterFromQuery(Name = "unpublished")] public bool? IsUnpublished { get; set; }

    [Inject] public required BulkPushJobQueries Jobs { get; init; }

    [Inject] public required SharedJobReadings Readings { get; init; }

    [Inject] public required BulkPushJobService Pushes { get; init; }

    [Inject] public required CurrentOperator Operator { get; init; }

    [Inject] public required JobActions Actions { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    [Inject] public required ISnackbar Snackbar { get; init; }

    [Inject] public required StartedPush Started { get; init; }

    [Inject] public required ILogger<BulkPushJobPage> Logger { get; init; }

    private PushItemOutcome? Outcome => UrlEnum.Read<PushItemOutcome>(OutcomeName);

    private Guid? StoreId => Guid.TryParse(StoreName, out var store) ? store : null;

    protected override async Task OnInitializedAsync() => _mayPush = await Operator.MayAsync(Permissions.ProductsPush);

    protected override void OnParametersSet()
    {
        if (_job?.Id != JobId)
            _job = null;
        if (Started.Take(JobId))
            _justStarted = JobId;
    }

    private Task<JobProgress?> ReadAsync(CancellationToken cancellationToken) => Readings.FindAsync(JobId, cancellationToken);

    private void See(JobProgress job) => _job = job;

    private Task PauseAsync(Guid? storeId, bool isPause) => Actions.PauseAsync(JobId, storeId, isPause);

    private Task CancelStoreAsync(StorePushView store) => _job is { } job ? Actions.CancelStoreAsync(job, store) : Task.CompletedTask;

    private async Task<bool> CancelAsync()
    {
        if (!await QuestionDialog.AskAsync(Dialogs, new Question("Cancel this push?", CancelQuestion.For(_job), Yes: "Cancel the push", No: "Let it run")))
            return false;

        if (await Operator.NameIfAsync(Permissions.ProductsPush) is not { } actor)
        {
            Snackbar.Add("You may not cancel a push: the permission to push products is missing.", Severity.Error);
            return false;
        }

        try
        {
            return await CancelAsync(actor);
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            Log.CancellingFailed(Logger, error, JobId);
            Snackbar.Add("It is not certain that the push will stop: the database did not answer. Cancel it again if it goes on.", Severity.Error);
            return false;
        }
    }

    private async Task<bool> CancelAsync(string actor)
    {
        // Not tied to the page: once confirmed, leaving the page must not take it back.
        switch (await Pushes.CancelAsync(JobId, actor, CancellationToken.None))
        {
            case CancelResult.Accepted:
                return true;
            case CancelResult.AlreadyFinished:
                Snackbar.Add("The push had already ended.", Severity.Info);
                return false;
            default:
                Snackbar.Add("There is no such push any more.", Severity.Warning);
                return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Push {JobId} could not be cancelled from its page.")]
        public static partial void CancellingFailed(ILogger logger, Exception error, Guid jobId);
    }
}
