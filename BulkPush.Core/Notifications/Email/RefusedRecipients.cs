using MailKit.Net.Smtp;
using MimeKit;

namespace BulkPush.Core.Notifications.Email;

/// <summary>An SMTP client that goes on when a server refuses some of the recipients, and remembers which: the others shall have their mail.</summary>
internal sealed class RefusedRecipients : SmtpClient
{
    private readonly List<string> _refusals = [];

    /// <summary>Each refused recipient with the server's words.</summary>
    public IReadOnlyList<string> Refusals => _refusals;

    public int LastCode { get; private set; }

    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
    {
        LastCode = (int)response.StatusCode;
        _refusals.Add($"{mailbox.Address}: {response.Response}");
    }

    /// <summary>Says by itself that nobody was accepted; <see cref="Refusals"/> say why.</summary>
    protected override void OnNoRecipientsAccepted(MimeMessage message) =>
        throw new NobodyAcceptedException();
}

/// <summary>The server refused every recipient.</summary>
internal sealed class NobodyAcceptedException : Exception;
