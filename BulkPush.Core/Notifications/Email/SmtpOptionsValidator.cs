using System.Net;
using Microsoft.Extensions.Options;
using MimeKit;

namespace BulkPush.Core.Notifications.Email;

/// <summary>Refuses to start with a mail server that could not work, in sentences that name the key.</summary>
internal sealed class SmtpOptionsValidator : IValidateOptions<SmtpOptions>
{
    public ValidateOptionsResult Validate(string? name, SmtpOptions options)
    {
        var errors = Errors(options).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Errors(SmtpOptions options)
    {
        if (options.Port is < 1 or > 65535)
            yield return "Smtp:Port must be between 1 and 65535.";
        if (options.IsSetUp && !MailboxAddress.TryParse(options.From, out _))
            yield return $"Smtp:From is '{options.From}'; with Smtp:Host it must be an e-mail address, for example BulkPush <bulkpush@example.com>.";
        if (options.User.Length > 0 != options.Password.Length > 0)
            yield return "Smtp:User and Smtp:Password must be set together.";
        if (options.User.Length > 0 && options.Security == SmtpSecurity.None && !IsThisMachine(options.Host))
            yield return "Smtp:Security must be StartTls or Tls when Smtp:User is set: the password would go over the network for everybody to read.";
    }

    private static bool IsThisMachine(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
