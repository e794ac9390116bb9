using System.Globalization;
using BulkPush.Web.Display;
using Microsoft.AspNetCore.Components;

namespace BulkPush.Web.Components.Pushes;

/// <summary>A push's bar, one part per outcome. What was skipped leaves the bar empty.</summary>
public sealed partial class PushBar
{
    [Parameter, EditorRequired] public required PushShare Share { get; set; }

    /// <summary>The accessible name: what is progressing.</summary>
    [Parameter, EditorRequired] public required string Label { get; set; }

    /// <summary>Whether something is still happening; a bar at rest does not move.</summary>
    [Parameter] public bool IsWorking { get; set; }

    [Parameter] public bool IsThick { get; set; }

    [Parameter] public string? TestId { get; set; }

    private bool IsIndeterminate => IsWorking && Share.Total == 0;

    private string? ValueNow => IsIndeterminate ? null : Share.Percent.ToString(CultureInfo.InvariantCulture);

    private string ValueText => IsIndeterminate ? "Not known yet" : $"{Share.Percent} percent, {Amounts.Count(Share.Done)} of {Amounts.Of(Share.Total, "product")}{UnderWay}";

    private string UnderWay => Share.UnderWay > 0 ? $", and {Amounts.Count(Share.UnderWay)} whose outcome is not known yet" : "";

    private string Width(int part) => string.Create(CultureInfo.InvariantCulture, $"width:{Share.Width(part):0.###}%");
}
