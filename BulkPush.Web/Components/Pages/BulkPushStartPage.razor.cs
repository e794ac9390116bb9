using BulkPush.Core.Jobs;
using BulkPush.Core.Security;
using BulkPush.Web.Components.Products;
using BulkPush.Web.Components.Pushes;
using BulkPush.Web.Components.Shared;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BulkPush.Web.Components.Pages;

/// <summary>What a push would do, store by store, and the button that starts it.</summary>
public sealed partial class BulkPushStartPage : IDisposable
{
    private readonly PageVisit _visit = new();
    private readonly HashSet<Guid> _chosen = [];
    private IReadOnlyList<long>? _productIds;
    private PushPreview? _preview;
    private Problem? _problem;
    private string? _loadedFor;
    private Guid _requestKey;
    private bool _isForced;
    private PushStrategy _strategy = PushStrategy.Auto;
    private IReadOnlyList<Guid>? _told;
    private bool _isStarting;
    private bool _isSelectionGone;
    private bool _hasFailed;

    private sealed record Problem(string Text, Guid? JobId, bool IsError);

    /// <summary>The chosen products (<see cref="ProductSelection"/>); absent means all.</summary>
    [SupplyParameterFromQuery(Name = "products")] public string? Selection { get; set; }

    [Inject] public required BulkPushJobQueries Jobs { get; init; }

    [Inject] public required BulkPushJobService Pushes { get; init; }

    [Inject] public required PushSelections Selections { get; init; }

    [Inject] public required StartedPush Started { get; init; }

    [Inject] public required CurrentOperator Operator { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required TimeProvider Clock { get; init; }

    [Inject] public required ILogger<BulkPushStartPage> Logger { get; init; }

    private PushPlan Plan => new([.. (_preview?.Stores ?? []).Where(s => _chosen.Contains(s.StoreId))], _isForced, _preview?.Stores.Any(CanBeChosen) is true);

    /// <summary>All stores that could be pushed to now mean every store: a schedule takes in those added later.</summary>
    private string ScheduleAddress => PageAddress.NewScheduleOf(
        Selection ?? "",
        _preview is { } preview && preview.Stores.Where(CanBeChosen).All(s => _chosen.Contains(s.StoreId)) ? null : [.. _chosen.Order()],
        _isForced,
        _strategy,
        _told);

    /// <summary>Which stores a start leaves out because they are busy, and how to change that; null when there are none.</summary>
    private string? LeftOut => BusyStores.LeftOut([.. (_preview?.Stores ?? [])
        .Where(s => CanBeChosen(s) && s.Busy is not null && !_chosen.Contains(s.StoreId))
        .Select(s => s.StoreName)]);

    public void Dispose() => _visit.Dispose();

    protected override async Task OnParametersSetAsync()
    {
        var selection = Selection ?? "";
        if (_loadedFor == selection)
            return;

        _loadedFor = selection;
        _productIds = selection.Length == 0 ? null : Selections.Find(selection);
        _isSelectionGone = selection.Length > 0 && _productIds is null;
        (_preview, _problem) = (null, null);
        _chosen.Clear();
        if (!_isSelectionGone)
            await LoadAsync();
    }

    private async Task LoadAsync()
    {
        _hasFailed = false;
        try
        {
            var preview = await Jobs.PreviewAsync(new PushScope { ProductIds = _productIds }, _visit.Leaving);
            var isFirst = _preview is null;
            _preview = preview;
            // What is free is chosen, until somebody says otherwise. A busy store can be: then Start asks what to do there.
            if (isFirst)
                _chosen.UnionWith(preview.Stores.Where(s => CanBeChosen(s) && s.Busy is null).Select(s => s.StoreId));
            else
                _chosen.IntersectWith(preview.Stores.Where(CanBeChosen).Select(s => s.StoreId));
        }
        catch (OperationCanceledException) when (_visit.IsOver)
        {
            // The page was left.
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            Log.PreviewFailed(Logger, error);
            _hasFailed = true;
        }
    }

    private static bool CanBeChosen(StorePreview store) => store.Total > 0;

    private void Choose(Guid storeId, bool isChosen) => _ = isChosen ? _chosen.Add(storeId) : _chosen.Remove(storeId);

    // The button stays enabled meanwhile: a store may be busy, and the dialog about it gives the focus back to the button.
    private async Task StartAsync()
    {
        if (_isStarting)
            return;

        (_isStarting, _problem) = (true, null);
        try
        {
            await StartOnceAsync();
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            Log.StartFailed(Logger, error);
            _problem = new("It is not certain that the push was started: the database did not answer. Press Start again; it will not be started twice.", null, IsError: true);
        }
        finally
        {
            _isStarting = false;
        }
    }

    private async Task StartOnceAsync()
    {
        if (await Operator.NameIfAsync(Permissions.ProductsPush) is not { } actor)
        {
            _problem = new("You may not start a push: the permission to push products is missing.", null, IsError: true);
            return;
        }

        var scope = new PushScope { StoreIds = [.. _chosen.Order()], ProductIds = _productIds, Force = _isForced, Strategy = _strategy, NotifyTargetIds = _told };
        // Kept while the answer is unknown, so that pressing Start again after a lost connection finds the push instead of starting a second one.
        if (_requestKey == Guid.Empty)
            _requestKey = Guid.CreateVersion7(Clock.GetUtcNow());
        var result = await Pushes.StartAsync(scope, actor, $"page-{_requestKey}", _visit.Leaving);
        if (result is StartResult.AlreadyRunning { Stores: var busy } running && !_visit.IsOver)
        {
            result = await BusyDialog.AskAsync(Dialogs, busy, running.MayGoAhead) is { } whenBusy && !_visit.IsOver
                ? await Pushes.StartAsync(scope, actor, $"page-{_requestKey}", whenBusy, _visit.Leaving)
                : result;
        }

        _requestKey = Guid.Empty;
        if (_visit.IsOver)
            return;

        switch (result)
        {
            case StartResult.Started started:
                Started.Hand(started.JobId);
                Navigation.NavigateTo(PageAddress.Job(started.JobId));
                return;
            case StartResult.AlreadyRunning still:
                _problem = new(BusyStores.Sentence(still.StoreNames), still.JobId, IsError: false);
                break;
            case StartResult.TooLargeToGoAhead large:
                _problem = new(BusyStores.TooLarge(large.Store, large.Products, large.Limit), large.Store.JobId, IsError: false);
                break;
            case StartResult.NothingToPush nothing:
                _problem = new(nothing.Reason, null, IsError: false);
                break;
            case StartResult.KeyReused reused:
                _problem = new("Your first try did start a push, with another choice of stores or products.", reused.JobId, IsError: false);
                break;
        }

        await LoadAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "What a push would do could not be worked out.")]
        public static partial void PreviewFailed(ILogger logger, Exception error);

        [LoggerMessage(Level = LogLevel.Error, Message = "A push could not be started from its page.")]
        public static partial void StartFailed(ILogger logger, Exception error);
    }
}
