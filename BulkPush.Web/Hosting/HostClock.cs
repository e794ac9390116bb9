namespace BulkPush.Web.Hosting;

internal static class HostClock
{
    /// <summary>The only place that names the system clock; everybody else is given a <see cref="TimeProvider"/>.</summary>
    public static TimeProvider System => TimeProvider.System;
}
