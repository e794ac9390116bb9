using BulkPush.Core.Jobs;
using BulkPush.Core.Security;
using BulkPush.Web.Components.Pushes;
using BulkPush.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Pages;

/// <summary>All stores, with what their checks found and which of their pushes are paused.</summary>
public sealed partial class StoresPage
{
    private IReadOnlyList<HaltedPush> _halted = [];
    private bool _mayPush;

    [Inject] public required HaltedPushes Halted { get; init; }

    [Inject] public required CurrentOperator Operator { get; init; }

    [Inject] public required JobActions Actions { get; init; }

    private EventCallback<HaltedPush> OnResume => _mayPush ? EventCallback.Factory.Create<HaltedPush>(this, ResumeAsync) : default;

    protected override async Task OnInitializedAsync()
    {
        _mayPush = await Operator.MayAsync(Permissions.ProductsPush);
        await base.OnInitializedAsync();
    }

    protected override async Task ReadMoreAsync(CancellationToken cancellationToken) => _halted = await Halted.ListAsync(cancellationToken);

    private async Task ResumeAsync(HaltedPush push)
    {
        await Actions.PauseAsync(push.JobId, push.StoreId, isPause: false);
        await LoadAsync();
    }
}
