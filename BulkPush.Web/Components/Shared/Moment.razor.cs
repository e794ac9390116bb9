using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Shared;

/// <summary>A point in time as people say it; the exact one as its title.</summary>
public sealed partial class Moment
{
    [Parameter] public DateTimeOffset? At { get; set; }

    /// <summary>Shown when there is no moment.</summary>
    [Parameter] public string Never { get; set; } = "never";

    [CascadingParameter] public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [Inject] public required TimeProvider Clock { get; init; }
}
