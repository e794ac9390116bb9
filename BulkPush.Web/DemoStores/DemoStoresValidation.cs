using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace BulkPush.Web.DemoStores;

/// <summary>Refuses demo shops that could not be told apart or reached, in sentences that name the key.</summary>
internal sealed class DemoStoresValidation : IValidateOptions<DemoStoresOptions>
{
    public ValidateOptionsResult Validate(string? name, DemoStoresOptions options)
    {
        var failures = options.Shops.SelectMany(Problems)
            .Concat(options.Shops.GroupBy(s => s.Name).Where(g => g.Count() > 1).Select(g => $"DemoStores:Shops has two shops named '{g.Key}'."))
            .ToList();
        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    /// <summary>Sentences about one shop; none when it is good.</summary>
    public static IEnumerable<string> Problems(DemoShopOptions shop)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(shop, new ValidationContext(shop), results, validateAllProperties: true);
        foreach (var result in results) yield return result.ErrorMessage!;
        if (shop.Faults?.Values.Any(share => share is < 0 or > 1) is true) yield return "DemoStores:Shops:Faults are chances between 0 and 1.";
        if (shop.MaximumAvailable <= 0 || shop.RestoreRate <= 0) yield return "DemoStores:Shops:MaximumAvailable and RestoreRate must be above 0.";
        if (shop.Latency < TimeSpan.Zero || shop.LatencyJitter < TimeSpan.Zero || shop.SearchLag < TimeSpan.Zero || shop.SlowReply < TimeSpan.Zero
            || shop.BulkDelay < TimeSpan.Zero)
            yield return "DemoStores:Shops times must not be negative.";
        if (shop.VariantsPerDay < 0) yield return "DemoStores:Shops:VariantsPerDay must not be negative.";
        if (shop.TokenLifetime <= TimeSpan.Zero) yield return "DemoStores:Shops:TokenLifetime must be above 0.";
        if (shop.ClientId is null != shop.ClientSecret is null) yield return "DemoStores:Shops:ClientId and ClientSecret go together.";
        if (shop.BulkLinesPerSecond < 0) yield return "DemoStores:Shops:BulkLinesPerSecond must not be negative.";
        if (shop.BulkCountStep < 1) yield return "DemoStores:Shops:BulkCountStep must be above 0.";
    }
}
