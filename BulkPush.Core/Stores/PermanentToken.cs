namespace BulkPush.Core.Stores;

/// <summary>The one token that an operator entered.</summary>
internal sealed class PermanentToken(string value) : IStoreTokens
{
    private readonly TokenOutcome _token = new TokenOutcome.Usable(AccessToken.Permanent(value));

    public ValueTask<TokenOutcome> CurrentAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_token);

    public ValueTask<TokenOutcome?> ReplaceAsync(AccessToken refused, CancellationToken cancellationToken) => ValueTask.FromResult<TokenOutcome?>(null);
}
