using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Schedules;

/// <summary>How schedules are kept. Section <c>Schedules</c>.</summary>
public sealed class ScheduleOptions
{
    public const string SectionName = "Schedules";

    /// <summary>Least time between two runs that a schedule may ask for.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00", ErrorMessage = "Schedules:ShortestInterval must be between 1 minute and 1 day.")]
    public TimeSpan ShortestInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How late a run may start without counting as missed: a worker that was restarted, a database that was away for a moment.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00", ErrorMessage = "Schedules:MissedAfter must be between 5 seconds and 1 hour.")]
    public TimeSpan MissedAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a worker compares the schedules with what the scheduler waits for.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Schedules:ReconcileEach must be between 1 second and 1 hour.")]
    public TimeSpan ReconcileEach { get; set; } = TimeSpan.FromSeconds(15);
}

[OptionsValidator]
internal sealed partial class ScheduleOptionsValidator : IValidateOptions<ScheduleOptions>;
