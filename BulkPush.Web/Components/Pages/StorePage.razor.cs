using BulkPush.Core.Security;
using BulkPush.Core.Stores;
using BulkPush.Web.Components.Shared;
using BulkPush.Web.Components.Stores;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Pages;

/// <summary>Adds a store or edits one, and checks it at once.</summary>
public sealed partial class StorePage : IDisposable
{
    private readonly PageVisit _visit = new();
    private StoreForm? _form;
    private IReadOnlyDictionary<string, string[]> _errors = new Dictionary<string, string[]>();
    private string? _problem;
    private string? _name;
    private StoreCredentialKind? _presentKind;
    private bool _isMissing;
    private bool _isSaving;
    private bool _hasFailed;

    /// <summary>None means a new store.</summary>
    [Parameter] public Guid? Id { get; set; }

    [Inject] public required StoreService Stores { get; init; }

    [Inject] public required StoreChecks Checks { get; init; }

    [Inject] public required CurrentOperator Operator { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required ILogger<StorePage> Logger { get; init; }

    private string Title => Id is null ? "Add store" : _name ?? "Store";

    private string? Subtitle => Id is null ? "Connect a Shopify store through an app of yours." : null;

    public void Dispose() => _visit.Dispose();

    protected override Task OnParametersSetAsync()
    {
        (_form, _name, _presentKind, _isMissing, _problem) = (null, null, null, false, null);
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        _hasFailed = false;
        if (Id is not { } id)
        {
            _form = new StoreForm();
            return;
        }

        try
        {
            var store = await Stores.FindAsync(id, _visit.Leaving);
            (_form, _name, _presentKind, _isMissing) = (store is null ? null : StoreForm.Of(store), store?.Name, store?.CredentialKind, store is null);
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

    private async Task SaveAsync()
    {
        if (_isSaving)
            return;

        (_isSaving, _problem, _errors) = (true, null, new Dictionary<string, string[]>());
        try
        {
            await SaveOnceAsync();
        }
        catch (OperationCanceledException) when (_visit.IsOver)
        {
            // The page was left.
        }
        catch (Exception error) when (DatabaseFailure.Is(error))
        {
            Log.SavingFailed(Logger, error);
            _problem = "It is not certain that the store was saved: the database did not answer. Look at the list of stores before you try again.";
        }
        finally
        {
            _isSaving = false;
        }
    }

    private async Task SaveOnceAsync()
    {
        if (await Operator.NameIfAsync(Permissions.StoresManage) is not { } actor)
        {
            _problem = "You may not change stores: the permission to manage stores is missing.";
            return;
        }

        var form = _form!;
        var edit = form.ToEdit();
        var result = Id is { } id
            ? await Stores.UpdateAsync(id, edit, actor, _visit.Leaving)
            : await Stores.CreateAsync(edit, actor, _visit.Leaving);
        switch (result)
        {
            case StoreSaveResult.Saved saved:
                await Checks.CheckAsync(saved.Store.Id, saved.Store.Name, _visit.Leaving);
                // The check takes its time: whoever left meanwhile, or opened another store on this page, stays there.
                if (!_visit.IsOver && form == _form)
                    Navigation.NavigateTo(PageAddress.Stores);
                break;
            case StoreSaveResult.Invalid invalid:
                _errors = invalid.Errors;
                _problem = "The store was not saved. Correct the marked fields and save again.";
                break;
            case StoreSaveResult.NotFound:
                _isMissing = true;
                break;
        }
    }

    private bool Has(string field) => _errors.ContainsKey(field);

    private string? ErrorOf(string field) => _errors.TryGetValue(field, out var sentences) ? string.Join(' ', sentences) : null;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The store could not be read.")]
        public static partial void ReadingFailed(ILogger logger, Exception error);

        [LoggerMessage(LogLevel.Error, "The store could not be saved.")]
        public static partial void SavingFailed(ILogger logger, Exception error);
    }
}
