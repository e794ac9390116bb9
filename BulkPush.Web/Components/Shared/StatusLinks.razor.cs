using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Shared;

/// <summary>Narrows a list to one status, by links, so that what is shown has an address.</summary>
/// <typeparam name="TStatus">The statuses, in the order in which they are offered.</typeparam>
public sealed partial class StatusLinks<TStatus>
    where TStatus : struct, Enum
{
    /// <summary>None means all.</summary>
    [Parameter] public TStatus? Chosen { get; set; }

    /// <summary>Where the list with one status is, or with all.</summary>
    [Parameter, EditorRequired] public required Func<TStatus?, string> Address { get; set; }

    [Parameter, EditorRequired] public required Func<TStatus, string> Name { get; set; }
}
