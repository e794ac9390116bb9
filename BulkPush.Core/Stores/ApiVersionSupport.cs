using System.Globalization;

namespace BulkPush.Core.Stores;

/// <summary>
/// How long versions of the Admin API are supported. Shopify names a version for the month in which it is released, YYYY-MM, and supports it for at
/// least 12 months (FACTS section 1; shopify.dev/docs/api/usage/versioning): so its promise ends on the first day of that month a year later.
/// </summary>
public static class ApiVersionSupport
{
    /// <summary>Months that Shopify promises.</summary>
    public const int Months = 12;

    /// <summary>Days before the end in which an operator is warned.</summary>
    public const int WarningDays = 60;

    /// <summary>The first day on which Shopify may retire the version (UTC); null when the name is no quarter's, for example <c>unstable</c>.</summary>
    public static DateOnly? EndOf(string version) =>
        DateOnly.TryParseExact(version, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var released) ? released.AddMonths(Months) : null;

    /// <summary>What an operator should know about the version that serves a store at <paramref name="now"/>.</summary>
    public static ApiVersionFinding Judge(StoreApiVersion version, DateTimeOffset now)
    {
        if (version.Served != version.Asked)
            return new ApiVersionFinding.FallsForward(version.Asked, version.Served);

        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return EndOf(version.Served) is { } end && today.AddDays(WarningDays) >= end
            ? new ApiVersionFinding.EndsSoon(version.Served, end, end.DayNumber - today.DayNumber)
            : new ApiVersionFinding.Supported();
    }
}

/// <summary>What <see cref="ApiVersionSupport.Judge"/> found.</summary>
public abstract record ApiVersionFinding
{
    /// <summary>Nothing to do.</summary>
    public sealed record Supported : ApiVersionFinding;

    /// <summary>The version asked for is not the one that answers.</summary>
    public sealed record FallsForward(string Asked, string Served) : ApiVersionFinding;

    /// <summary>The version may be retired soon, or at any time when <paramref name="DaysLeft"/> is not positive.</summary>
    public sealed record EndsSoon(string Version, DateOnly End, int DaysLeft) : ApiVersionFinding;
}
