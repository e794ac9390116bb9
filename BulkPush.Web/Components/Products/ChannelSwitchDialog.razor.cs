using BulkPush.Core.Stores;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BulkPush.Web.Components.Products;

/// <summary>Asks which store, which products, and on or off; closes with a <see cref="Choice"/>.</summary>
public sealed partial class ChannelSwitchDialog
{
    private Guid? _storeId;
    private bool _isEverything;
    private bool _isConfirmed;
    private bool _isActive = true;

    /// <summary>What the operator decided.</summary>
    /// <param name="IsEverything">The whole catalogue is meant, not the selection.</param>
    public sealed record Choice(Guid StoreId, bool IsEverything, bool IsActive);

    [Parameter, EditorRequired] public required IReadOnlyList<StoreSummary> Stores { get; set; }

    [Parameter, EditorRequired] public required int SelectedCount { get; set; }

    [Parameter, EditorRequired] public required int CatalogueCount { get; set; }

    [CascadingParameter] public required IMudDialogInstance Dialog { get; set; }

    private bool CanApply => _storeId is not null && (_isEverything ? _isConfirmed : SelectedCount > 0);

    protected override void OnInitialized()
    {
        _isEverything = SelectedCount == 0;
        _storeId = Stores.Count == 1 ? Stores[0].Id : null;
    }

    private void Apply() => Dialog.Close(DialogResult.Ok(new Choice(_storeId!.Value, _isEverything, _isActive)));

    private string StoreName(Guid? id) => Stores.FirstOrDefault(s => s.Id == id)?.Name ?? "";
}
