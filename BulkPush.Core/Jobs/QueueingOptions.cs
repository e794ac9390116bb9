using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Jobs;

/// <summary>How pushes of the same store stand in line. Section <c>Queueing</c>.</summary>
public sealed class QueueingOptions
{
    public const string SectionName = "Queueing";

    /// <summary>Most products that a push may have to send to a store and still go ahead of others there.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Queueing:AheadUpTo must be between 1 and 1000000.")]
    public int AheadUpTo { get; set; } = 250;

    /// <summary>How many pushes may go ahead of a waiting one before it has a turn that nobody takes from it (<see cref="TurnAtLeast"/>).</summary>
    [Range(1, 1000, ErrorMessage = "Queueing:AheadInARow must be between 1 and 1000.")]
    public int AheadInARow { get; set; } = 3;

    /// <summary>How long that turn lasts at least.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "Queueing:TurnAtLeast must be between 0 and 1 day.")]
    public TimeSpan TurnAtLeast { get; set; } = TimeSpan.FromMinutes(1);
}

[OptionsValidator]
internal sealed partial class QueueingOptionsValidator : IValidateOptions<QueueingOptions>;
