using System.Globalization;
using System.Text.RegularExpressions;

namespace BulkPush.Web.DemoStores.Http;

/// <summary>API versions are quarters and live twelve months. A retired one is served by the oldest that is still supported.</summary>
internal static partial class ApiVersions
{
    private const int SupportedMonths = 12;

    /// <summary>Version that answers a request for <paramref name="version"/>; null when there is no such version.</summary>
    public static string? Serve(string version, DateTimeOffset now)
    {
        if (version == "unstable") return version;
        if (!Quarter().IsMatch(version)) return null;
        var oldest = OldestSupported(now);
        return string.CompareOrdinal(version, oldest) < 0 ? oldest : version;
    }

    private static string OldestSupported(DateTimeOffset now)
    {
        var since = now.UtcDateTime.AddMonths(-SupportedMonths);
        // The first quarter that began after that moment.
        var quarter = new DateTime(since.Year, (((since.Month - 1) / 3) * 3) + 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(3);
        return quarter.ToString("yyyy-MM", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("^[0-9]{4}-(01|04|07|10)$")]
    private static partial Regex Quarter();
}
