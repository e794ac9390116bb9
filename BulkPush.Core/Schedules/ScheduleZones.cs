namespace BulkPush.Core.Schedules;

/// <summary>The time zones that a schedule may be kept in, by their IANA names.</summary>
public static class ScheduleZones
{
    /// <summary>The zone of this name; null when there is none.</summary>
    public static TimeZoneInfo? Find(string? name) =>
        !string.IsNullOrWhiteSpace(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name.Trim(), out var zone) && zone.HasIanaId ? zone : null;

    /// <summary>All of them, from west to east.</summary>
    public static IReadOnlyList<TimeZoneInfo> All { get; } = [.. TimeZoneInfo.GetSystemTimeZones().Where(zone => zone.HasIanaId)];
}
