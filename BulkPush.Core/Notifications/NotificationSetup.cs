using BulkPush.Core.Notifications.Email;
using Microsoft.Extensions.Options;

namespace BulkPush.Core.Notifications;

/// <summary>What this installation is set up for, for pages that explain it.</summary>
public sealed class NotificationSetup(IOptions<SmtpOptions> smtp, IOptions<NotificationOptions> notifications, IOptions<BulkPushOptions> installation)
{
    public bool HasEmail => smtp.Value.IsSetUp;

    /// <summary>Whether notifications can lead to a push's page.</summary>
    public bool HasLinks => !string.IsNullOrEmpty(installation.Value.PublicAddress);

    public bool AllowsLoopback => notifications.Value.AllowLoopback;

    public int MaxAttempts => notifications.Value.MaxAttempts;

    public int KeepDays => notifications.Value.KeepDays;
}
