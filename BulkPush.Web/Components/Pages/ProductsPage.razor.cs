using BulkPush.Core.Catalog;
using BulkPush.Core.Catalog.Csv;
using BulkPush.Core.Security;
using BulkPush.Core.Stores;
using BulkPush.Web.Components.Products;
using BulkPush.Web.Components.Shared;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BulkPush.Web.Components.Pages;

/// <summary>The product list. Filters, order and page live in the address, so that a list can be shared and the back button works.</summary>
public sealed partial class ProductsPage : IDisposable
{
    private readonly HashSet<long> _selected = [];
    private readonly PageVisit _visit = new();
    private CancellationTokenSource? _loading;
    private IReadOnlyList<StoreSummary> _stores = [];
    private ProductListQuery _query = new();
    private ProductPage? _page;
    private bool _maySelect;
    private bool _isLoading;
    private bool _hasFailed;

    [SupplyParameterFromQuery] public string? Search { get; set; }

    [SupplyParameterFromQuery] public string? Store { get; set; }

    [SupplyParameterFromQuery] public string? Status { get; set; }

    [SupplyParameterFromQuery] public string? Push { get; set; }

    [SupplyParameterFromQuery] public string? Images { get; set; }

    [SupplyParameterFromQuery] public string? Sort { get; set; }

    [SupplyParameterFromQuery(Name = "page")] public int? PageNumber { get; set; }

    [SupplyParameterFromQuery(Name = "size")] public int? PageSize { get; set; }

    [Inject] public required ProductQueries Products { get; init; }

    [Inject] public required ProductChannelService Channels { get; init; }

    [Inject] public required ProductCsvImporter Importer { get; init; }

    [Inject] public required StoreService Stores { get; init; }

    [Inject] public required PushSelections Selections { get; init; }

    [Inject] public required CurrentOperator Operator { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    [Inject] public required ISnackbar Snackbar { get; init; }

    [Inject] public required ILogger<ProductsPage> Logger { get; init; }

    private string BulkPushAddress => _selected.Count == 0 ? PageAddress.BulkPush : Selections.Address(_selected);

    public void Dispose()
    {
        _visit.Dispose();
        _loading?.Dispose();
    }

    protected override async Task OnInitializedAsync() =>
        _maySelect = await Operator.MayAsync(Permissions.ProductsEdit) || await Operator.MayAsync(Permissions.ProductsPush);

    protected override async Task OnParametersSetAsync()
    {
        var query = ProductListUrl.Read(Search, Store, Status, Push, Sort, PageNumber, PageSize, Images);
        if (_page is not null && query == _query)
            return;

        _query = query;
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        if (_visit.IsOver)
            return;

        // A newer request for a list makes an older one pointless; its answer must not overtake the newer one's.
        if (_loading is { } previous)
            await previous.CancelAsync();
        var loading = _loading = CancellationTokenSource.CreateLinkedTokenSource(_visit.Leaving);
        (_isLoading, _hasFailed) = (true, false);
        try
        {
            _stores = await Stores.ListAsync(loading.Token);
            var page = await Products.ListAsync(_query, loading.Token);
            if (loading == _loading)
                _page = page;
        }
        catch (OperationCanceledException) when (loading.IsCancellationRequested)
        {
            return;
        }
        catch (Exception error) when (loading == _loading && DatabaseFailure.Is(error))
        {
            Log.ReadingFailed(Logger, error);
            _hasFailed = true;
        }

        _isLoading = false;
    }

    // Typing replaces the address that typing made: one step back leads out of the search, not through every letter.
    private void Show(ProductListQuery query) =>
        Navigation.NavigateTo(ProductListUrl.Write(query), replace: query.Search is not null && _query.Search is not null && query.Search != _query.Search);

    private void Select((IReadOnlyList<long> Ids, bool IsSelected) change)
    {
        foreach (var id in change.Ids)
            _ = change.IsSelected ? _selected.Add(id) : _selected.Remove(id);
    }

    private async Task ImportAsync()
    {
        var dialog = await Dialogs.ShowAsync<ImportDialog>(
            "Import products",
            new DialogParameters<ImportDialog> { { x => x.Import, ImportAsync } },
            new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true, BackdropClick = false });
        // However it was closed: an import that was stopped has brought in something, too.
        await dialog.Result;
        await LoadAsync();
    }

    private async Task<ProductImportResult> ImportAsync(Stream csv, IProgress<ProductImportProgress> progress, CancellationToken cancellationToken)
    {
        var actor = await Operator.NameIfAsync(Permissions.ProductsEdit)
            ?? throw new UnauthorizedAccessException("You may not import products: the permission to edit products is missing.");
        return await Importer.ImportAsync(csv, actor, progress, cancellationToken);
    }

    private async Task SwitchChannelsAsync()
    {
        try
        {
            await SwitchChannelsOnceAsync();
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            Log.SwitchingFailed(Logger, error);
            Snackbar.Add("The channels could not be switched: the database did not answer. Your selection is still here; try again.", Severity.Error);
        }
    }

    private async Task SwitchChannelsOnceAsync()
    {
        var everything = await Products.ListAsync(new ProductListQuery { PageSize = 1 }, _visit.Leaving);
        var dialog = await Dialogs.ShowAsync<ChannelSwitchDialog>(
            "Switch channels",
            new DialogParameters<ChannelSwitchDialog>
            {
                { x => x.Stores, _stores },
                { x => x.SelectedCount, _selected.Count },
                { x => x.CatalogueCount, everything.Total },
            },
            new DialogOptions { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true });
        if (await dialog.Result is not { Canceled: false, Data: ChannelSwitchDialog.Choice choice })
            return;

        if (await Operator.NameIfAsync(Permissions.ProductsEdit) is not { } actor)
        {
            Snackbar.Add("You may not switch channels: the permission to edit products is missing.", Severity.Error);
            return;
        }

        var change = await Channels.SetActiveAsync(choice.StoreId, choice.IsEverything ? null : [.. _selected], choice.IsActive, actor, _visit.Leaving);
        Snackbar.Add(ChannelChangeText.For(change, choice.IsActive, _stores.First(s => s.Id == choice.StoreId).Name), Severity.Success);
        _selected.Clear();
        await LoadAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The product list could not be read.")]
        public static partial void ReadingFailed(ILogger logger, Exception error);

        [LoggerMessage(Level = LogLevel.Error, Message = "Channels could not be switched from the product list.")]
        public static partial void SwitchingFailed(ILogger logger, Exception error);
    }
}
