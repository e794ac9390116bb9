using System.Security.Claims;
using System.Security.Cryptography;
using BulkPush.Core.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BulkPush.Core.Security;

/// <summary>Makes the first operator, and keeps a generated password readable until its owner chooses another one.</summary>
public sealed class OperatorAccounts(BulkPushDbContext db, UserManager<BulkPushUser> users, AuditLog audit, IDataProtectionProvider protection)
{
    /// <summary>In characters.</summary>
    public const int ShortestPassword = 12;

    /// <summary>Any constant will do, as long as nothing else in this database locks on it.</summary>
    private const long SetupLock = 0x42_50_53_45_54_55_50;

    private const string TokenProvider = "BulkPush";
    private const string GeneratedPassword = "generated-password";

    /// <summary>Without letters and digits that are taken for one another.</summary>
    private const string PasswordLetters = "abcdefghijkmnpqrstuvwxyz23456789";

    private readonly IDataProtector _protector = protection.CreateProtector("BulkPush.GeneratedPassword.v1");

    public Task<bool> AnyAsync(CancellationToken cancellationToken) => db.Users.AnyAsync(cancellationToken);

    /// <summary>Creates an operator with every permission, provided that there is none yet; of several attempts at once, one succeeds.</summary>
    public async Task<FirstOperatorResult> CreateFirstAsync(string email, string password, CancellationToken cancellationToken) =>
        await CreateFirstAsync(email, password, isGenerated: false, cancellationToken);

    /// <summary>Creates the first operator with a password made up here, which <see cref="FindGeneratedAsync"/> gives back until it is changed.</summary>
    public async Task<FirstOperatorResult> CreateFirstWithGeneratedPasswordAsync(string email, CancellationToken cancellationToken)
    {
        var letters = RandomNumberGenerator.GetString(PasswordLetters, 16);
        return await CreateFirstAsync(email, string.Join('-', letters.Chunk(4).Select(part => new string(part))), isGenerated: true, cancellationToken);
    }

    /// <summary>E-mail and password of the operator whose password was generated and is still in use; null when there is none.</summary>
    public async Task<GeneratedCredentials?> FindGeneratedAsync(CancellationToken cancellationToken)
    {
        var found = await (
            from token in db.UserTokens
            where token.LoginProvider == TokenProvider && token.Name == GeneratedPassword
            join user in db.Users on token.UserId equals user.Id
            select new { user.Email, token.Value }).AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        if (found?.Email is null || found.Value is null)
            return null;

        try
        {
            return new GeneratedCredentials(found.Email, _protector.Unprotect(found.Value));
        }
        catch (CryptographicException)
        {
            // The keys are gone, and with them the password; the operator can still sign in with it.
            return null;
        }
    }

    /// <summary>Changes the password, which ends every other session of the operator, and forgets a generated one.</summary>
    public async Task<IdentityResult> ChangePasswordAsync(BulkPushUser user, string current, string next, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var result = await users.ChangePasswordAsync(user, current, next);
        if (!result.Succeeded)
            return result;

        await users.RemoveAuthenticationTokenAsync(user, TokenProvider, GeneratedPassword);
        audit.Add(db, user.Email ?? user.Id.ToString(), "password.changed", user.Id.ToString(), null);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    private async Task<FirstOperatorResult> CreateFirstAsync(string email, string password, bool isGenerated, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({SetupLock})", cancellationToken);
        if (await AnyAsync(cancellationToken))
            return new FirstOperatorResult.AlreadyExists();

        var user = new BulkPushUser { UserName = email, Email = email, EmailConfirmed = true };
        var created = await users.CreateAsync(user, password);
        if (!created.Succeeded)
        {
            return new FirstOperatorResult.Refused([.. created.Errors
                // The e-mail is the user name, so Identity complains twice about either.
                .Where(error => error.Code is not (nameof(IdentityErrorDescriber.InvalidUserName) or nameof(IdentityErrorDescriber.DuplicateUserName)))
                .Select(error => error.Description)]);
        }

        await users.AddClaimsAsync(user, Permissions.All.Select(permission => new Claim(Permissions.ClaimType, permission)));
        if (isGenerated)
            await users.SetAuthenticationTokenAsync(user, TokenProvider, GeneratedPassword, _protector.Protect(password));
        audit.Add(db, email, "operator.created", user.Id.ToString(), "The first operator, with every permission");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new FirstOperatorResult.Created(email, password);
    }
}

/// <summary>What became of creating the first operator.</summary>
public abstract record FirstOperatorResult
{
    public sealed record Created(string Email, string Password) : FirstOperatorResult
    {
        public override string ToString() => $"{nameof(Created)} {Email}";
    }

    /// <summary>There is an operator already, so nobody may make themselves one.</summary>
    public sealed record AlreadyExists : FirstOperatorResult;

    /// <param name="Reasons">Sentences for people.</param>
    public sealed record Refused(IReadOnlyList<string> Reasons) : FirstOperatorResult;
}

/// <summary>The sign-in that Development shows to whoever runs it.</summary>
public sealed record GeneratedCredentials(string Email, string Password)
{
    public override string ToString() => Email;
}
