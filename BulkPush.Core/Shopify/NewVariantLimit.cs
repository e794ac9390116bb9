namespace BulkPush.Core.Shopify;

/// <summary>
/// Whether a store may be sent new variants. Above 50,000 variants a store that is not on Plus may add 1,000 a day (FACTS section 4, capture 92);
/// updates are not limited. Shopify does not say when the day is over, so a whole <paramref name="pause"/> passes before the next try.
/// May be used by several callers at once.
/// </summary>
/// <param name="until">When new variants may be sent, as known so far; null or past when nothing speaks against it.</param>
internal sealed class NewVariantLimit(DateTimeOffset? until, TimeSpan pause, TimeProvider clock)
{
    /// <summary>What operators read about a product that waits; the date stands beside it.</summary>
    public const string Explanation =
        "Shopify lets this store add no more variants for now: with more than 50,000 of them it may add 1,000 a day. The product waits and has not failed; "
        + "products that need no new variants are still updated.";

    /// <summary>Shopify's code for it.</summary>
    public const string Code = "VARIANT_THROTTLE_EXCEEDED";

    private readonly Lock _gate = new();
    private DateTimeOffset? _until = until;

    /// <summary>Until when nothing may be sent that is certain to need new variants; null when it may.</summary>
    public DateTimeOffset? WaitUntil
    {
        get
        {
            lock (_gate)
                return _until > clock.GetUtcNow() ? _until : null;
        }
    }

    /// <summary>Notes that Shopify refused new variants and says until when to wait: the first refusal decides, in whole minutes.</summary>
    public DateTimeOffset Reach()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_until is { } known && known > now)
                return known;

            var end = now + pause;
            var partOfMinute = TimeSpan.FromTicks(end.Ticks % TimeSpan.TicksPerMinute);
            var whole = partOfMinute == TimeSpan.Zero ? end : end - partOfMinute + TimeSpan.FromMinutes(1);
            _until = whole;
            return whole;
        }
    }
}
