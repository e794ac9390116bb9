using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace BulkPush.Core.Stores;

/// <summary>
/// Tokens that Shopify grants for a time, for one use of a store: a push or a check. Remembers the present one, replaces it before its end and when
/// it is refused; calls that are under way with the former one go on.
/// </summary>
/// <param name="suspect">A token that is to be replaced before the first call: how a check proves that id and secret are still good.</param>
/// <param name="margin">How long before its end a token is replaced.</param>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle is never asked for holds nothing that needs disposing.")]
internal sealed partial class GrantedTokens(
    Guid storeId, Uri adminUrl, string? suspect, TokenRenewal renewal, TimeSpan margin, TimeProvider clock, ILogger<GrantedTokens> logger) : IStoreTokens
{
    /// <summary>How long a token that is still good is used after its renewal failed, before that is tried again.</summary>
    private static readonly TimeSpan RenewalPause = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _renewing = new(1);
    private Present? _present;
    private Renewal? _last;

    public async ValueTask<TokenOutcome> CurrentAsync(CancellationToken cancellationToken)
    {
        var present = Volatile.Read(ref _present);
        var now = clock.GetUtcNow();
        if (present is null || now >= present.Token.ExpiresAt)
            return await RenewAsync(present is null ? suspect : null, cancellationToken);
        if (now < present.RenewAt || !await _renewing.WaitAsync(TimeSpan.Zero, cancellationToken))
            return present.Usable;

        try
        {
            return await RenewEarlyAsync(present, cancellationToken);
        }
        finally
        {
            _renewing.Release();
        }
    }

    public async ValueTask<TokenOutcome?> ReplaceAsync(AccessToken refused, CancellationToken cancellationToken) =>
        Volatile.Read(ref _present) is { } present && present.Token.Value != refused.Value
            ? present.Usable
            : await RenewAsync(refused.Value, cancellationToken);

    private async Task<TokenOutcome> RenewAsync(string? refused, CancellationToken cancellationToken)
    {
        var before = Volatile.Read(ref _last);
        await _renewing.WaitAsync(cancellationToken);
        try
        {
            // What somebody else was told while this call waited holds for this call too, unless it is the very token that was refused.
            return _last is { } last && last != before && !(last.Outcome is TokenOutcome.Usable usable && usable.Token.Value == refused)
                ? last.Outcome
                : await AskAsync(refused, cancellationToken);
        }
        finally
        {
            _renewing.Release();
        }
    }

    private async Task<TokenOutcome> RenewEarlyAsync(Present present, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _present) is { } other && other != present)
            return other.Usable;

        var outcome = await AskAsync(null, cancellationToken);
        if (outcome is not TokenOutcome.Unavailable unavailable)
            return outcome;

        Log.Postponed(logger, storeId, present.Token.ExpiresAt, unavailable.Message);
        Volatile.Write(ref _present, present with { RenewAt = clock.GetUtcNow() + RenewalPause });
        return present.Usable;
    }

    private async Task<TokenOutcome> AskAsync(string? refused, CancellationToken cancellationToken)
    {
        var outcome = await renewal.FindAsync(storeId, adminUrl, refused, cancellationToken);
        if (outcome is TokenOutcome.Usable usable)
            Volatile.Write(ref _present, new Present(usable.Token, usable, usable.Token.RenewAt(margin)));
        Volatile.Write(ref _last, new Renewal(outcome));
        return outcome;
    }

    private sealed record Present(AccessToken Token, TokenOutcome Usable, DateTimeOffset RenewAt);

    /// <summary>Compared by identity: two renewals may end alike.</summary>
    private sealed class Renewal(TokenOutcome outcome)
    {
        public TokenOutcome Outcome { get; } = outcome;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The access token of store {StoreId} could not be renewed yet; the present one is good until {ExpiresAt}: {Failure}")]
        public static partial void Postponed(ILogger logger, Guid storeId, DateTimeOffset expiresAt, string failure);
    }
}
