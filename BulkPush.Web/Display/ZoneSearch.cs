using BulkPush.Core.Schedules;

namespace BulkPush.Web.Display;

/// <summary>Finds time zones by what people type.</summary>
public static class ZoneSearch
{
    /// <summary>IANA names in which every word is found, in the name or in what the system calls the zone; those that begin with a word come first.</summary>
    public static IEnumerable<string> Find(string? text)
    {
        var words = (text ?? "").Split([' ', '_', '/'], StringSplitOptions.RemoveEmptyEntries);
        return ScheduleZones.All
            .Where(zone => words.All(word => zone.Id.Contains(word, StringComparison.OrdinalIgnoreCase) || zone.DisplayName.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .OrderByDescending(zone => words.Any(word => zone.Id.Split('/', '_').Any(part => part.StartsWith(word, StringComparison.OrdinalIgnoreCase))))
            .ThenBy(zone => zone.Id, StringComparer.Ordinal)
            .Select(zone => zone.Id);
    }
}
