namespace BulkPush.Core.Stores;

/// <summary>The tokens that open one store. May be used by several callers at once.</summary>
internal interface IStoreTokens
{
    /// <summary>The token for a call that is about to be made.</summary>
    ValueTask<TokenOutcome> CurrentAsync(CancellationToken cancellationToken);

    /// <summary>Another token in place of one that the store refused.</summary>
    /// <returns>Null when there is no other to be had without an operator.</returns>
    ValueTask<TokenOutcome?> ReplaceAsync(AccessToken refused, CancellationToken cancellationToken);
}

/// <summary>What became of asking for a token.</summary>
internal abstract record TokenOutcome
{
    internal sealed record Usable(AccessToken Token) : TokenOutcome;

    /// <summary>There will be none until somebody acts.</summary>
    /// <param name="Message">Sentences that say what happened and what to do.</param>
    internal sealed record Refused(string Code, string Message) : TokenOutcome;

    /// <summary>There was none this time; it may pass.</summary>
    /// <param name="Message">A sentence without its full stop.</param>
    /// <param name="RetryAfter">How long Shopify asks to wait, if it does.</param>
    internal sealed record Unavailable(string Message, TimeSpan? RetryAfter) : TokenOutcome;
}
