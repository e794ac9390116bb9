using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace BulkPush.Core.Notifications.Email;

/// <summary>Sends a notification as one mail to all recipients of its target.</summary>
internal sealed class EmailChannel(IOptions<SmtpOptions> options, PushPageLinks links, TimeProvider clock)
{
    public const string NotSetUp = "E-mail is not set up: Smtp:Host and Smtp:From are empty. Set them on every process and send again.";

    public async Task<DeliveryAnswer> SendAsync(NotificationDelivery delivery, CancellationToken cancellationToken)
    {
        if (!options.Value.IsSetUp)
        {
            return DeliveryAnswer.None(NotSetUp);
        }

        using var client = new RefusedRecipients();
        try
        {
            await OpenAsync(client, cancellationToken);
            var said = await client.SendAsync(Message(delivery), cancellationToken);
            await LeaveAsync(client, cancellationToken);
            return new DeliveryAnswer(true, (int)SmtpStatusCode.Ok, client.Refusals.Count == 0 ? said : $"Accepted, but not for {string.Join("; ", client.Refusals)}");
        }
        catch (NobodyAcceptedException)
        {
            return new DeliveryAnswer(false, client.LastCode, string.Join("; ", client.Refusals));
        }
        catch (SmtpCommandException refused)
        {
            return new DeliveryAnswer(false, (int)refused.StatusCode, refused.Message);
        }
        catch (SslHandshakeException)
        {
            return DeliveryAnswer.None("The mail server's TLS certificate is not trusted, or it does not speak TLS on this port. Look at Smtp:Host, Smtp:Port and Smtp:Security.");
        }
        catch (AuthenticationException refused)
        {
            return DeliveryAnswer.None($"The mail server does not accept Smtp:User and Smtp:Password: {refused.Message}");
        }
        catch (NotSupportedException)
        {
            return DeliveryAnswer.None("The mail server does not offer what Smtp:Security or Smtp:User ask for.");
        }
        catch (Exception fault) when (fault is SocketException or IOException or ProtocolException)
        {
            return DeliveryAnswer.None($"The mail server cannot be reached, or broke off: {fault.Message}");
        }
    }

    private async Task OpenAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        var smtp = options.Value;
        var security = smtp.Security switch
        {
            SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
            SmtpSecurity.None => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        };
        await client.ConnectAsync(smtp.Host, smtp.Port, security, cancellationToken);
        if (smtp.User.Length > 0)
        {
            await client.AuthenticateAsync(smtp.User, smtp.Password, cancellationToken);
        }
    }

    /// <summary>The mail is the server's by now; how the farewell goes changes nothing.</summary>
    private static async Task LeaveAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception fault) when (fault is SocketException or IOException or ProtocolException or CommandException or OperationCanceledException)
        {
            // Said above.
        }
    }

    private MimeMessage Message(NotificationDelivery delivery)
    {
        var from = MailboxAddress.Parse(options.Value.From);
        var text = EmailText.Of(delivery, links.Of(delivery));
        var message = new MimeMessage
        {
            // The same for every attempt, so that mail servers and readers recognise a mail that was sent twice.
            MessageId = $"{delivery.Id:N}@{from.Domain}",
            Date = clock.GetUtcNow(),
            Subject = text.Subject,
            Body = new BodyBuilder { TextBody = text.Plain, HtmlBody = text.Html }.ToMessageBody(),
        };
        message.From.Add(from);
        message.To.AddRange(delivery.Target!.Addresses.Select(address => MailboxAddress.Parse(address)));

        // Out-of-office replies to a machine help nobody (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }
}
