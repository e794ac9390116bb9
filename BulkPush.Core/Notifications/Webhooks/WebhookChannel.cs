using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using BulkPush.Core.Security;

namespace BulkPush.Core.Notifications.Webhooks;

/// <summary>Posts a notification, signed, to whoever asked for it.</summary>
internal sealed class WebhookChannel(HttpClient http, SecretProtector secrets, PushPageLinks links, TimeProvider clock) : IDisposable
{
    public const string DeliveryHeader = "BulkPush-Delivery";
    public const string EventHeader = "BulkPush-Event";

    private const int ExcerptBytes = 1024;

    public void Dispose() => http.Dispose();

    /// <exception cref="System.Security.Cryptography.CryptographicException">The secret cannot be decrypted with the present keys.</exception>
    public async Task<DeliveryAnswer> SendAsync(NotificationDelivery delivery, CancellationToken cancellationToken)
    {
        var body = WebhookBody.Of(delivery, links.Of(delivery));
        var secret = secrets.Unprotect(delivery.Target!.ProtectedSecret!);
        using var request = new HttpRequestMessage(HttpMethod.Post, delivery.Target.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add(DeliveryHeader, delivery.Id.ToString());
        request.Headers.Add(EventHeader, WebhookBody.NameOf(delivery.Event));
        request.Headers.Add(WebhookSignature.Header, WebhookSignature.Of(secret, clock.GetUtcNow(), body));
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return await AnswerAsync(response, cancellationToken);
        }
        catch (HttpRequestException fault)
        {
            return DeliveryAnswer.None(Reason(fault));
        }
    }

    private async Task<DeliveryAnswer> AnswerAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var code = (int)response.StatusCode;
        if (code is >= 300 and < 400)
        {
            return new DeliveryAnswer(false, code, "The receiver redirects. Redirects are not followed: enter the address that they lead to.");
        }

        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - clock.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return new DeliveryAnswer(response.IsSuccessStatusCode, code, await ExcerptAsync(response, cancellationToken), wait);
    }

    /// <summary>The beginning of the answer's text, in one line; a body is never read, let alone kept, beyond it.</summary>
    private static async Task<string> ExcerptAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[ExcerptBytes];
        var read = 0;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException or OperationCanceledException)
        {
            // The status has arrived and says all that counts; the text is only for people.
        }

        var words = Encoding.UTF8.GetString(buffer, 0, read).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var text = new string([.. string.Join(' ', words).Where(letter => !char.IsControl(letter))]);
        return text.Length > 0 ? text : response.ReasonPhrase ?? "";
    }

    private static string Reason(HttpRequestException fault) => fault.InnerException switch
    {
        WebhookRefusedException refused => refused.Message,
        AuthenticationException => "The receiver's TLS certificate is not trusted, or TLS failed otherwise.",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => "The receiver's host name is not known.",
        SocketException socket => $"The receiver cannot be reached ({socket.SocketErrorCode}).",
        _ => $"The receiver gave no proper answer ({fault.HttpRequestError}).",
    };
}
