namespace BulkPush.Core.Notifications.Email;

/// <summary>The mail server that notifications go out by; configuration section <c>Smtp</c>. Without a host there is no e-mail.</summary>
public sealed class SmtpOptions
{
    public const string SectionName = "Smtp";

    /// <summary>Name of the server; empty when e-mail is not set up.</summary>
    public string Host { get; set; } = "";

    public int Port { get; set; } = 587;

    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>Empty for a server that asks for no account.</summary>
    public string User { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>Sender, for example <c>BulkPush &lt;bulkpush@example.com&gt;</c>.</summary>
    public string From { get; set; } = "";

    internal bool IsSetUp => Host.Length > 0;
}

/// <summary>How the connection to the mail server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>Begins in the open and turns to TLS before anything is said; a server that can not is refused.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,

    /// <summary>None: for a server on this machine or in the same network.</summary>
    None,
}
