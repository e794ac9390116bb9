using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BulkPush.Core.Notifications.Webhooks;

/// <summary>Lets a receiver tell our webhooks from anybody else's; docs/notifications.md says how to check it.</summary>
internal static class WebhookSignature
{
    public const string Header = "BulkPush-Signature";

    /// <summary>Begins every secret, so that people and secret scanners recognise one that leaked.</summary>
    public const string SecretPrefix = "whsec_";

    private const int SecretBytes = 32;

    /// <summary>A new secret of 256 bits.</summary>
    public static string NewSecret() => SecretPrefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary><c>t=</c> seconds since 1970, <c>v1=</c> HMAC-SHA256 of those seconds, a dot and the body, as lower-case hexadecimal.</summary>
    public static string Of(string secret, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes(seconds + "."), .. body]);
        return $"t={seconds},v1={Convert.ToHexStringLower(hash)}";
    }
}
