using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MimeKit;

namespace BulkPush.Tests.Notifications;

/// <summary>A real mail server on a loopback port, as small as SMTP allows: it takes mail, refuses whom a test names, and keeps what it got.</summary>
internal sealed class SmtpReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentQueue<MimeMessage> _received = new();
    private readonly Task _serving;

    public SmtpReceiver()
    {
        _listener.Start();
        _serving = ServeAsync(_ending.Token);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public IReadOnlyList<MimeMessage> Received => [.. _received];

    /// <summary>Given a command, the reply instead of the usual one; null for the usual one.</summary>
    public Func<string, string?> Reply { get; set; } = _ => null;

    /// <summary>Offers STARTTLS with a certificate that nobody trusts.</summary>
    public bool OffersTls { get; init; }

    /// <summary>The argument of the last AUTH PLAIN, decoded.</summary>
    public string? SignedIn { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        await _serving;
        _ending.Dispose();
    }

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(cancellationToken);
                await TalkAsync(client.GetStream(), cancellationToken);
            }
        }
        catch (Exception ended) when (cancellationToken.IsCancellationRequested && ended is OperationCanceledException or SocketException or InvalidOperationException or IOException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            await SayAsync(stream, "220 test", cancellationToken);
            using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                await SayAsync(stream, Reply(line) ?? Usual(verb, line), cancellationToken);
                if (verb == "STARTTLS")
                {
                    await RefusedHandshakeAsync(stream, cancellationToken);
                    return;
                }

                if (verb == "DATA")
                    await TakeAsync(stream, reader, cancellationToken);
                if (verb == "QUIT")
                    return;
            }
        }
        catch (IOException)
        {
            // The client went away.
        }
    }

    private string Usual(string verb, string line)
    {
        if (verb == "AUTH")
            SignedIn = Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[2])).Replace('\0', ' ').Trim();
        return verb switch
        {
            "EHLO" => OffersTls ? "250-test\r\n250 STARTTLS" : "250-test\r\n250 AUTH PLAIN",
            "AUTH" => "235 welcome",
            "DATA" => "354 go on",
            "STARTTLS" => "220 go on",
            "QUIT" => "221 bye",
            _ => "250 fine",
        };
    }

    private async Task TakeAsync(Stream stream, StreamReader reader, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(cancellationToken) is { } line && line != ".")
            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        using var content = new MemoryStream(Encoding.Latin1.GetBytes(text.ToString()));
        _received.Enqueue(await MimeMessage.LoadAsync(content, cancellationToken));
        await SayAsync(stream, "250 queued as 1", cancellationToken);
    }

    private static async Task RefusedHandshakeAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var key = RSA.Create(2048);
        using var made = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        await using var secured = new SslStream(stream);
        try
        {
            await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, cancellationToken);
            Assert.Equal(0, await secured.ReadAsync(new byte[1], cancellationToken));
        }
        catch (System.Security.Authentication.AuthenticationException)
        {
            // The client does not trust it, as it should.
        }
    }

    private static Task SayAsync(Stream stream, string line, CancellationToken cancellationToken) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), cancellationToken).AsTask();
}
