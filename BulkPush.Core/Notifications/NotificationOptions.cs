using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Notifications;

/// <summary>How people are told of pushes; configuration section <c>Notifications</c>.</summary>
public sealed class NotificationOptions
{
    public const string SectionName = "Notifications";

    /// <summary>Lets a webhook go to this machine, also without TLS: for trying things out. Everything else must be a public https address.</summary>
    public bool AllowLoopback { get; set; }

    /// <summary>How often a worker looks for notifications that are due.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00", ErrorMessage = "Notifications:PollEach must be between 0.1 seconds and 10 minutes.")]
    public TimeSpan PollEach { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Notifications that one worker sends at the same time, each to another target.</summary>
    [Range(1, 200, ErrorMessage = "Notifications:AtOnce must be between 1 and 200.")]
    public int AtOnce { get; set; } = 16;

    /// <summary>Longest time that one attempt may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = "Notifications:Timeout must be between 1 second and 5 minutes.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Attempts before a notification is given up until somebody has it sent again.</summary>
    [Range(1, 50, ErrorMessage = "Notifications:MaxAttempts must be between 1 and 50.")]
    public int MaxAttempts { get; set; } = 8;

    /// <summary>Pause before the second attempt; four times as long before each further one, with jitter.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "Notifications:BackOff must be between 1 second and 1 day.")]
    public TimeSpan BackOff { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest pause between two attempts, also when <c>Retry-After</c> asks for more.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00", ErrorMessage = "Notifications:MaxBackOff must be between 1 second and 7 days.")]
    public TimeSpan MaxBackOff { get; set; } = TimeSpan.FromHours(8);

    /// <summary>Days that the log of deliveries is kept.</summary>
    [Range(1, 3650, ErrorMessage = "Notifications:KeepDays must be between 1 and 3650.")]
    public int KeepDays { get; set; } = 90;

    /// <summary>How long a worker may be silent about a notification that it took before another one sends it again.</summary>
    internal TimeSpan ClaimLife => Timeout * 2;
}

[OptionsValidator]
internal sealed partial class NotificationOptionsValidator : IValidateOptions<NotificationOptions>;
