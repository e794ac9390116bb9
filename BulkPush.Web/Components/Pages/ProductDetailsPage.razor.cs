using BulkPush.Core.Catalog;
using BulkPush.Core.Security;
using BulkPush.Core.Stores;
using BulkPush.Web.Components.Products;
using BulkPush.Web.Components.Shared;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;

namespace BulkPush.Web.Components.Pages;

/// <summary>One product: what is pushed, where it is sold, and its editor.</summary>
public sealed partial class ProductDetailsPage : IDisposable
{
    private static readonly Dictionary<string, string[]> NoErrors = [];

    private readonly PageVisit _visit = new();
    private IReadOnlyList<StoreSummary> _stores = [];
    private IReadOnlyDictionary<string, string[]> _errors = NoErrors;
    private ProductDetails? _product;
    private ProductEdit? _edit;
    // The revision that the editor began from: reading the product again in between must not hide that somebody else saved.
    private long _editedRevision;
    private long? _conflict;
    // A switch shows what was clicked until it is drawn anew: whatever was not switched counts this on.
    private int _unswitched;
    private bool _mayEdit;
    private bool _isMissing;
    private bool _isSaving;
    private bool _hasFailed;

    [Parameter] public long ProductId { get; set; }

    [Inject] public required ProductQueries Products { get; init; }

    [Inject] public required CatalogService Catalog { get; init; }

    [Inject] public required ProductChannelService Channels { get; init; }

    [Inject] public required StoreService Stores { get; init; }

    [Inject] public required PushSelections Selections { get; init; }

    [Inject] public required CurrentOperator Operator { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    [Inject] public required ISnackbar Snackbar { get; init; }

    [Inject] public required ILogger<ProductDetailsPage> Logger { get; init; }

    public void Dispose() => _visit.Dispose();

    protected override async Task OnParametersSetAsync()
    {
        if (_product?.Id == ProductId)
            return;

        _product = null;
        EndEdit();
        _mayEdit = await Operator.MayAsync(Permissions.ProductsEdit);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        _hasFailed = false;
        try
        {
            _stores = await Stores.ListAsync(_visit.Leaving);
            _product = await Products.FindAsync(ProductId, _visit.Leaving);
            _isMissing = _product is null;
        }
        catch (OperationCanceledException) when (_visit.IsOver)
        {
            // The page was left.
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            Log.ReadingFailed(Logger, error, ProductId);
            _hasFailed = true;
        }
    }

    private void BeginEdit()
    {
        if (_product is { } product)
            (_edit, _editedRevision) = (new ProductEdit(product.Content), product.Revision);
    }

    private void EndEdit() => (_edit, _errors, _conflict) = (null, NoErrors, null);

    private Task SaveAsync() => SaveAsync(_editedRevision);

    private Task SaveOverAsync() => SaveAsync(_conflict ?? _editedRevision);

    private async Task SaveAsync(long expectedRevision)
    {
        if (_isSaving || _edit is not { } edit)
            return;

        _errors = edit.Errors();
        if (_errors.Count > 0)
            return;

        _isSaving = true;
        try
        {
            await SaveAsync(edit.ToContent(), expectedRevision);
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            Log.SavingFailed(Logger, error, ProductId);
            Snackbar.Add("The product was not saved: the database did not answer. Your changes are still here; try again.", Severity.Error);
        }
        finally
        {
            _isSaving = false;
        }
    }

    private async Task SaveAsync(ProductContent content, long expectedRevision)
    {
        if (await Operator.NameIfAsync(Permissions.ProductsEdit) is not { } actor)
        {
            Snackbar.Add("You may not edit products: the permission is missing.", Severity.Error);
            return;
        }

        switch (await Catalog.UpdateAsync(ProductId, expectedRevision, content, actor, _visit.Leaving))
        {
            case ProductUpdateResult.Saved saved:
                EndEdit();
                Snackbar.Add(saved.Revision == expectedRevision ? "Nothing was changed." : "Saved. The next push brings it to the stores.", Severity.Success);
                await LoadAsync();
                break;
            case ProductUpdateResult.Conflict conflict:
                _conflict = conflict.CurrentRevision;
                break;
            case ProductUpdateResult.Invalid invalid:
                _errors = invalid.Errors;
                break;
            case ProductUpdateResult.NotFound:
                EndEdit();
                _isMissing = true;
                break;
        }
    }

    private Task TakeTheirsAsync()
    {
        EndEdit();
        return LoadAsync();
    }

    private async Task SwitchAsync((Guid StoreId, bool IsActive) wanted)
    {
        if (await Operator.NameIfAsync(Permissions.ProductsEdit) is not { } actor)
        {
            _unswitched++;
            Snackbar.Add("You may not switch channels: the permission to edit products is missing.", Severity.Error);
            return;
        }

        try
        {
            var change = await Channels.SetActiveAsync(wanted.StoreId, [ProductId], wanted.IsActive, actor, _visit.Leaving);
            Snackbar.Add(ChannelChangeText.For(change, wanted.IsActive, _stores.First(s => s.Id == wanted.StoreId).Name), Severity.Success);
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            _unswitched++;
            Log.SwitchingFailed(Logger, error, ProductId);
            Snackbar.Add("The channel could not be switched: the database did not answer. Try again in a moment.", Severity.Error);
            return;
        }

        await LoadAsync();
    }

    private async Task AskBeforeLeavingAsync(LocationChangingContext leaving)
    {
        if (!await QuestionDialog.AskAsync(Dialogs, new Question("Leave without saving?", "What you changed here is lost.", Yes: "Leave", No: "Stay")))
            leaving.PreventNavigation();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Product {ProductId} could not be read for its page.")]
        public static partial void ReadingFailed(ILogger logger, Exception error, long productId);

        [LoggerMessage(Level = LogLevel.Error, Message = "Product {ProductId} could not be saved from its page.")]
        public static partial void SavingFailed(ILogger logger, Exception error, long productId);

        [LoggerMessage(Level = LogLevel.Error, Message = "A channel of product {ProductId} could not be switched from its page.")]
        public static partial void SwitchingFailed(ILogger logger, Exception error, long productId);
    }
}
