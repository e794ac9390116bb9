namespace BulkPush.Core.Stores;

/// <summary>A token that opens a store. Never logged.</summary>
/// <param name="ObtainedAt">When it was asked for.</param>
/// <param name="ExpiresAt">From then on Shopify refuses it; <see cref="DateTimeOffset.MaxValue"/> for a permanent one.</param>
internal sealed record AccessToken(string Value, DateTimeOffset ObtainedAt, DateTimeOffset ExpiresAt)
{
    public static AccessToken Permanent(string value) => new(value, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    /// <summary>When a token that ends is to be replaced: a margin before its end, and never in the first half of its life.</summary>
    public DateTimeOffset RenewAt(TimeSpan margin)
    {
        if (ExpiresAt == DateTimeOffset.MaxValue)
            return ExpiresAt;

        var half = (ExpiresAt - ObtainedAt) / 2;
        return ExpiresAt - (margin < half ? margin : half);
    }

    public override string ToString() => $"a token that is valid until {ExpiresAt:u}";
}
