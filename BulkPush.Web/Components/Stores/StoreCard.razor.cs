using BulkPush.Core.Jobs;
using BulkPush.Core.Stores;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Stores;

/// <summary>A store with what its last check found.</summary>
public sealed partial class StoreCard
{
    [Parameter, EditorRequired] public required StoreSummary Store { get; set; }

    [Parameter] public bool IsChecking { get; set; }

    [Parameter] public EventCallback OnCheck { get; set; }

    /// <summary>Pushes to it that the circuit breaker has paused.</summary>
    [Parameter] public IReadOnlyList<HaltedPush> Halted { get; set; } = [];

    /// <summary>Lets one of them go on; without a handler there is no button.</summary>
    [Parameter] public EventCallback<HaltedPush> OnResume { get; set; }

    [CascadingParameter] public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [Inject] public required TimeProvider Clock { get; init; }

    private string? Deferral => DeferralText.ForNewProducts(Store.NewVariantsFrom, Clock.GetUtcNow(), Zone);

    private string? VersionWarning => ApiVersionText.Warning(Store.ApiVersion, Clock.GetUtcNow(), Zone);

    /// <summary>A local store has its own page; the others are administered at Shopify.</summary>
    private string AdminPage => Store.AdminUrl ?? $"https://{Store.Domain}/admin";
}
