using System.Globalization;

namespace BulkPush.Web.Display;

/// <summary>Points in time as text. Core speaks UTC; here it becomes local.</summary>
public static class Moments
{
    /// <summary>"24 Nov 2025, 14:05"; UTC is named, because it is shown only where the browser keeps its zone to itself.</summary>
    public static string Exact(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture) + (zone.Equals(TimeZoneInfo.Utc) ? " UTC" : "");

    /// <summary>"14:05:09".</summary>
    public static string Clock(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>For the <c>datetime</c> attribute.</summary>
    public static string Machine(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A moment to come: "today, 14:05", "tomorrow, 14:05", else date and time.</summary>
    public static string Ahead(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var clock = local.ToString("HH:mm", CultureInfo.InvariantCulture) + (zone.Equals(TimeZoneInfo.Utc) ? " UTC" : "");
        return (local.Date - TimeZoneInfo.ConvertTime(now, zone).Date).Days switch
        {
            0 => $"today, {clock}",
            1 => $"tomorrow, {clock}",
            _ => Exact(at, zone),
        };
    }

    /// <summary>"just now", "5 min ago", "3 h ago", "yesterday", else the date.</summary>
    public static string Ago(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var days = (TimeZoneInfo.ConvertTime(now, zone).Date - local.Date).Days;
        return (now - at) switch
        {
            { TotalSeconds: < 45 } => "just now",
            { TotalMinutes: < 60 } past => $"{Math.Max(1, Math.Floor(past.TotalMinutes)):0} min ago",
            { TotalHours: < 12 } past => $"{Math.Floor(past.TotalHours):0} h ago",
            _ when days == 0 => $"today, {local.ToString("HH:mm", CultureInfo.InvariantCulture)}",
            _ when days == 1 => $"yesterday, {local.ToString("HH:mm", CultureInfo.InvariantCulture)}",
            _ => local.ToString("d MMM yyyy", CultureInfo.InvariantCulture),
        };
    }
}
