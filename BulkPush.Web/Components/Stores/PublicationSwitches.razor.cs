using BulkPush.Core.Stores;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Stores;

/// <summary>Where a store publishes new products: what its last check found, to be ticked.</summary>
public sealed partial class PublicationSwitches
{
    /// <summary>The store's last check; null when there is none yet.</summary>
    [Parameter] public StoreCheck? Check { get; set; }

    /// <summary>What is chosen now, with names; some may be gone from the store.</summary>
    [Parameter, EditorRequired] public required IReadOnlyList<StorePublication> Present { get; set; }

    [Parameter, EditorRequired] public required IReadOnlyList<string> Chosen { get; set; }

    [Parameter] public EventCallback<IReadOnlyList<string>> ChosenChanged { get; set; }

    private IReadOnlyList<StorePublication> Known => Check?.Publications ?? [];

    private IReadOnlyList<(StorePublication Publication, bool IsKnown)> Offered =>
    [
        .. Known.Select(publication => (publication, true)),
        .. Present.ExceptBy(Known.Select(publication => publication.Id), publication => publication.Id).Select(publication => (publication, false)),
    ];

    private Task ChooseAsync(string id, bool isChosen) =>
        ChosenChanged.InvokeAsync(isChosen ? [.. Chosen, id] : [.. Chosen.Where(chosen => chosen != id)]);
}
