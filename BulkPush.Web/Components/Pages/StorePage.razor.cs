using BulkPush.Core.Security;
using BulkPush.Core.Stores;
using BulkPush.Web.Components.Stores;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Pages;

/// <summary>Adds a store or edits one, and checks it at once.</summary>
public sealed partial class StorePage
{
    private StoreCredentialKind? _presentKind;

    [Inject] public required StoreService Stores { get; init; }

    [Inject] public required StoreChecks Checks { get; init; }

    protected override string Noun => "store";

    protected override (string Permission, string Refusal) Rule =>
        (Permissions.StoresManage, "You may not change stores: the permission to manage stores is missing.");

    private string Title => Id is null ? "Add store" : Name ?? "Store";

    private string? Subtitle => Id is null ? "Connect a Shopify store through an app of yours." : null;

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        _presentKind = null;
        if (Id is not { } id)
        {
            Form = new StoreForm();
            return;
        }

        var store = await Stores.FindAsync(id, cancellationToken);
        (Form, Name, _presentKind, IsMissing) = (store is null ? null : StoreForm.Of(store), store?.Name, store?.CredentialKind, store is null);
    }

    protected override async Task SaveAsync(StoreForm form, string actor)
    {
        var edit = form.ToEdit();
        var result = Id is { } id
            ? await Stores.UpdateAsync(id, edit, actor, Leaving)
            : await Stores.CreateAsync(edit, actor, Leaving);
        switch (result)
        {
            case StoreSaveResult.Saved saved:
                await Checks.CheckAsync(saved.Store.Id, saved.Store.Name, Leaving);
                Leave(form, PageAddress.Stores);
                break;
            case StoreSaveResult.Invalid invalid:
                Refuse(invalid.Errors);
                break;
            case StoreSaveResult.NotFound:
                IsMissing = true;
                break;
        }
    }
}
