using BulkPush.Web.DemoStores.Language;

namespace BulkPush.Web.DemoStores.Shops;

/// <summary>How many new variants the shop took today, by its clock in UTC. The shop's lock guards it.</summary>
internal sealed class VariantQuota
{
    private DateOnly _day;
    private int _created;

    /// <summary>New variants since midnight.</summary>
    public int CreatedOn(DateTimeOffset now) => _day == DayOf(now) ? _created : 0;

    /// <param name="limit">New variants a day; null = any number.</param>
    /// <exception cref="FieldFailedException">VARIANT_THROTTLE_EXCEEDED (capture 92): with these, the day's limit would be passed.</exception>
    public void Take(int variants, int? limit, DateTimeOffset now)
    {
        if (variants == 0) return;
        if (_day != DayOf(now)) (_day, _created) = (DayOf(now), 0);
        if (_created + variants > limit)
        {
            throw new FieldFailedException(GraphQLProblem.Of(
                "VARIANT_THROTTLE_EXCEEDED",
                "Daily variant creation limit reached. Please try again later. See https://help.shopify.com/api/getting-started/api-call-limit for more information about rate limits and how to avoid them."));
        }

        _created += variants;
    }

    /// <summary>Counts what earlier processes took today.</summary>
    public void Recall(IEnumerable<DemoProduct> products, DateTimeOffset now)
    {
        var day = DayOf(now);
        (_day, _created) = (day, products.Sum(p => p.Variants.Count(v => DayOf(v.CreatedAt) == day)));
    }

    public void Reset() => _created = 0;

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);
}
