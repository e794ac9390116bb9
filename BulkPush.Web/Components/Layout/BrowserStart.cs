namespace BulkPush.Web.Components.Layout;

/// <summary>What the browser tells once when a page opens (<c>bulkPush.start</c> in theme.js).</summary>
/// <param name="Theme">A <see cref="ThemeChoice"/> in lower case.</param>
/// <param name="TimeZone">IANA name, null when the browser keeps it to itself.</param>
internal sealed record BrowserStart(string? Theme, bool IsSystemDark, string? TimeZone)
{
    public ThemeChoice Choice => Enum.TryParse<ThemeChoice>(Theme, ignoreCase: true, out var choice) && Enum.IsDefined(choice) ? choice : ThemeChoice.System;

    /// <summary>The browser's time zone, else UTC; which of the two is said wherever a full time is shown.</summary>
    public TimeZoneInfo Zone => TimeZone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
}
