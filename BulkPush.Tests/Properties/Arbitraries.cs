using BulkPush.Core.Stores;
using BulkPush.Tests.Properties.Traffic;
using FsCheck;
using FsCheck.Fluent;

namespace BulkPush.Tests.Properties;

/// <summary>What a property may ask for.</summary>
public static class Arbitraries
{
    public static Arbitrary<AnyProduct> Product() => AnyProduct.Arbitrary;

    public static Arbitrary<AnyCsv> Csv() => AnyCsv.Arbitrary;

    public static Arbitrary<AnyTraffic> Traffic() => AnyTraffic.Arbitrary;

    /// <summary>Any distribution of the field groups between catalogue and store.</summary>
    public static Arbitrary<StoreSettings> Settings() => Arb.From(
        from owns in Gen.ArrayOf(Gen.Elements(true, true, false), 8)
        select new StoreSettings
        {
            OwnsText = owns[0],
            OwnsOrganisation = owns[1],
            OwnsPrices = owns[2],
            OwnsVariants = owns[3],
            OwnsMedia = owns[4],
            OwnsSeo = owns[5],
            OwnsMetafields = owns[6],
            OwnsStatus = owns[7],
        });
}
