using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace BulkPush.Core.Security;

/// <summary>The text of a bearer token: made from chance alone, kept only as a hash.</summary>
internal static class ApiTokenText
{
    /// <summary>Begins every token that we make, so that people and secret scanners recognise one that leaked.</summary>
    public const string Prefix = "bulkpush_";

    private const int SecretBytes = 32;

    /// <summary>A new token of 256 bits.</summary>
    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>
    /// SHA-256 as lower-case hexadecimal. A slow password hash would add nothing: nobody can try 2^256 secrets.
    /// </summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Compares two hashes in a time that does not depend on where they differ.</summary>
    public static bool AreEqual(string hash, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(other));
}
