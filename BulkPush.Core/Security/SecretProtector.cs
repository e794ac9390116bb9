using Microsoft.AspNetCore.DataProtection;

namespace BulkPush.Core.Security;

/// <summary>Encrypts secrets at rest with the data-protection keys that all processes share through PostgreSQL.</summary>
public sealed class SecretProtector(IDataProtectionProvider provider)
{
    private readonly IDataProtector _protector = provider.CreateProtector("BulkPush.StoreAccessToken.v1");

    public string Protect(string secret) => _protector.Protect(secret);

    /// <exception cref="System.Security.Cryptography.CryptographicException">The keys that encrypted the secret are gone.</exception>
    public string Unprotect(string protectedSecret) => _protector.Unprotect(protectedSecret);
}
