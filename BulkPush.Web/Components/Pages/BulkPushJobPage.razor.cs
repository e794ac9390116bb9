using BulkPush.Core.Jobs;
using BulkPush.Core.Security;
using BulkPush.Web.Components.Shared;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BulkPush.Web.Components.Pages;

/// <summary>A push, live while it runs; its results product by product.</summary>
public sealed partial class BulkPushJobPage
{
    private JobProgress? _job;
    private bool _mayPush;

    [Parameter] public Guid JobId { get; set; }

    [SupplyParameterFromQuery(Name = "outcome")] public string? OutcomeName { get; set; }

    [SupplyParameterFromQuery(Name = "store")] public string? StoreName { get; set; }

    [Inject] public required BulkPushJobQueries Jobs { get; init; }

    [Inject] public required BulkPushJobService Pushes { get; init; }

    [Inject] public required CurrentOperator Operator { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    [Inject] public required ISnackbar Snackbar { get; init; }

    private PushItemOutcome? Outcome => UrlEnum.Read<PushItemOutcome>(OutcomeName);

    private Guid? StoreId => Guid.TryParse(StoreName, out var store) ? store : null;

    protected override async Task OnInitializedAsync() => _mayPush = await Operator.MayAsync(Permissions.ProductsPush);

    protected override void OnParametersSet()
    {
        if (_job?.Id != JobId)
            _job = null;
    }

    private Task<JobProgress?> ReadAsync(CancellationToken cancellationToken) => Jobs.FindAsync(JobId, cancellationToken);

    private void See(JobProgress job) => _job = job;

    private async Task<bool> CancelAsync()
    {
        var isSure = await Dialogs.ShowMessageBoxAsync(
            "Cancel this push?",
            "Products that are already in their stores stay there. The others are left out; the next push brings them.",
            yesText: "Cancel the push",
            cancelText: "Let it run");
        if (isSure is not true)
            return false;

        if (await Operator.NameIfAsync(Permissions.ProductsPush) is not { } actor)
        {
            Snackbar.Add("You may not cancel a push: the permission to push products is missing.", Severity.Error);
            return false;
        }

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
}
