using System.Globalization;
using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>The options and variants a product has after a push. Variants are known by their id, else by their option values.</summary>
internal sealed class VariantSet(ReadContext context, List<UserProblem> problems)
{
    private const decimal CostCeiling = 1_000_000_000_000_000_000m;
    private const int LongestText = 255;
    private const int MostQuantities = 50_000;

    private static readonly string[] OptionsPath = ["input", "productOptions"];
    private static readonly string[] VariantsPath = ["input", "variants"];

    /// <summary>Returns <paramref name="product"/> with its new options, variants and the media that variants brought along.</summary>
    public DemoProduct Build(DemoProduct product, DemoProduct? old, IReadOnlyDictionary<string, object?> input)
    {
        var optionInputs = input.Objects("productOptions");
        var variantInputs = input.Objects("variants");
        if (optionInputs is not null && variantInputs is null)
        {
            Reject("VARIANTS_INPUT_MISSING", "Variants input is required when updating product options", VariantsPath);
            return product;
        }

        if (variantInputs is not null && optionInputs is null)
        {
            Reject("PRODUCT_OPTIONS_INPUT_MISSING", "Product options input is required when updating variants", OptionsPath);
            return product;
        }

        if (optionInputs is null || variantInputs is null) return old is null ? WithDefaultVariant(product) : product;
        if (variantInputs.Count == 0) return WithDefaultVariant(product);

        var options = new OptionSet(context, problems).Build(old?.Options ?? [], optionInputs);
        if (problems.Count > 0) return product;
        if (variantInputs.Sum(v => v.Objects("inventoryQuantities")?.Count ?? 0) > MostQuantities)
        {
            Reject(
                "INVENTORY_QUANTITIES_LIMIT_EXCEEDED",
                "Inventory quantity input exceeds the limit of 50000. Consider using separate `inventorySetQuantities` mutations.",
                VariantsPath);
        }

        return BuildVariants(product with { Options = options }, old, variantInputs);
    }

    private DemoProduct BuildVariants(DemoProduct product, DemoProduct? old, IReadOnlyList<IReadOnlyDictionary<string, object?>> inputs)
    {
        var known = (old?.Variants ?? []).ToDictionary(v => v.Id);
        var byValues = (old?.Variants ?? []).ToDictionary(v => v.OptionValues, v => v.Id, OptionTuple.Comparer);
        var seen = new HashSet<IReadOnlyList<string>>(OptionTuple.Comparer);
        var media = product.Media.ToList();
        var built = new List<(int Position, DemoVariant Variant)>(inputs.Count);
        for (var i = 0; i < inputs.Count; i++)
        {
            IReadOnlyList<string> at = [.. VariantsPath, i.ToString(CultureInfo.InvariantCulture)];
            var values = ValuesOf(product.Options, inputs[i].Objects("optionValues") ?? [], at);
            if (values is null) continue;
            if (!seen.Add(values))
            {
                Reject(null, $"The variant '{string.Join(" / ", values)}' already exists. Please change at least one option value.", at);
                continue;
            }

            DemoVariant? existing = null;
            if (inputs[i].Text("id") is { } id)
            {
                if (!known.TryGetValue(GlobalId.Number(id, "ProductVariant") ?? 0, out existing))
                    Reject("PRODUCT_VARIANT_DOES_NOT_EXIST", "Product variant does not exist", [.. at, "id"]);
            }
            else if (byValues.TryGetValue(values, out var sameId))
            {
                existing = known[sameId];
            }

            built.Add((inputs[i].Get<int?>("position") ?? i + 1, One(existing, values, inputs[i], media, at)));
        }

        RefuseUnusedValues(product.Options, seen);
        return product with { Variants = [.. built.OrderBy(v => v.Position).Select(v => v.Variant)], Media = media };
    }

    private DemoVariant One(
        DemoVariant? old, IReadOnlyList<string> values, IReadOnlyDictionary<string, object?> input, List<DemoMedia> media, IReadOnlyList<string> at)
    {
        var now = context.Now;
        var item = input.Object("inventoryItem") ?? new Dictionary<string, object?>();
        var variant = old ?? new DemoVariant
        {
            Id = context.Content.NextId(),
            InventoryItemId = context.Content.NextId(),
            OptionValues = values,
            CreatedAt = now,
            UpdatedAt = now,
        };
        CheckPrices(input, item, at);
        CheckLength(input, "sku", "SKU", at);
        CheckLength(input, "barcode", "Barcode", at);
        var weight = item.Object("measurement")?.Object("weight");
        return variant with
        {
            OptionValues = values,
            Sku = item.Has("sku") ? item.Text("sku") : input.Has("sku") ? input.Text("sku") : variant.Sku,
            Barcode = input.Has("barcode") ? input.Text("barcode") : variant.Barcode,
            Price = input.Get<decimal?>("price") ?? variant.Price,
            CompareAtPrice = input.Has("compareAtPrice") ? input.Get<decimal?>("compareAtPrice") : variant.CompareAtPrice,
            Taxable = input.Get<bool?>("taxable") ?? variant.Taxable,
            TaxCode = input.Has("taxCode") ? input.Text("taxCode") : variant.TaxCode,
            InventoryPolicy = input.Text("inventoryPolicy") ?? variant.InventoryPolicy,
            Cost = item.Has("cost") ? item.Get<decimal?>("cost") : variant.Cost,
            Tracked = item.Get<bool?>("tracked") ?? variant.Tracked,
            RequiresShipping = item.Get<bool?>("requiresShipping") ?? variant.RequiresShipping,
            Weight = weight?.Get<double?>("value") ?? variant.Weight,
            WeightUnit = weight?.Text("unit") ?? variant.WeightUnit,
            CountryCodeOfOrigin = item.Has("countryCodeOfOrigin") ? item.Text("countryCodeOfOrigin") : variant.CountryCodeOfOrigin,
            ProvinceCodeOfOrigin = item.Has("provinceCodeOfOrigin") ? item.Text("provinceCodeOfOrigin") : variant.ProvinceCodeOfOrigin,
            HarmonizedSystemCode = item.Has("harmonizedSystemCode") ? DigitsOf(item.Text("harmonizedSystemCode")) : variant.HarmonizedSystemCode,
            ShowUnitPrice = input.Get<bool?>("showUnitPrice") ?? variant.ShowUnitPrice,
            RequiresComponents = input.Get<bool?>("requiresComponents") ?? variant.RequiresComponents,
            MediaId = input.Has("file") ? MediaOf(input.Object("file"), media, at) : variant.MediaId,
            Levels = LevelsOf(old, input.Objects("inventoryQuantities"), at),
            Metafields = new MetafieldSet(context, problems, "PRODUCTVARIANT").Build(variant.Metafields, input.Objects("metafields"), [.. at, "metafields"]),
            UpdatedAt = now,
        };
    }

    /// <summary>A new variant gets a level wherever it is given stock; an old one only changes where it is stocked already.</summary>
    private List<DemoLevel> LevelsOf(DemoVariant? old, IReadOnlyList<IReadOnlyDictionary<string, object?>>? inputs, IReadOnlyList<string> at)
    {
        var levels = old?.Levels.ToList() ?? [];
        for (var i = 0; i < (inputs?.Count ?? 0); i++)
        {
            IReadOnlyList<string> here = [.. at, "inventoryQuantities", i.ToString(CultureInfo.InvariantCulture)];
            var location = context.Content.Location(GlobalId.Number(inputs![i].Text("locationId"), "Location"));
            if (location is null)
            {
                Reject("INVALID_INPUT", "The specified location could not be found.", [.. here, "locationId"]);
                continue;
            }

            if (inputs[i].Text("name") is not ("available" or "on_hand"))
            {
                Reject("INVALID_INPUT", "The quantity name must be either 'available' or 'on_hand'.", [.. here, "name"]);
                continue;
            }

            var level = new DemoLevel(location.Id, inputs[i].Get<int>("quantity"), context.Now);
            var index = levels.FindIndex(l => l.LocationId == location.Id);
            if (index >= 0) levels[index] = level;
            else if (old is null) levels.Add(level);
        }

        return levels;
    }

    private long? MediaOf(IReadOnlyDictionary<string, object?>? file, List<DemoMedia> media, IReadOnlyList<string> at)
    {
        if (file is null) return null;
        var source = file.Text("originalSource");
        var listed = source is null ? null : media.Find(m => m.OriginalSource == source);
        var found = listed ?? new MediaSet(context, problems).One(media, file, [.. at, "file"]);
        if (found is not null && !media.Exists(m => m.Id == found.Id)) media.Add(found);
        return found?.Id;
    }

    /// <summary>The variant's value of each option, in the order of the options; null after a user error.</summary>
    private string[]? ValuesOf(IReadOnlyList<DemoOption> options, IReadOnlyList<IReadOnlyDictionary<string, object?>> given, IReadOnlyList<string> at)
    {
        var values = new string?[options.Count];
        var isGood = true;
        for (var i = 0; i < given.Count; i++)
        {
            IReadOnlyList<string> here = [.. at, "optionValues", i.ToString(CultureInfo.InvariantCulture)];
            var optionId = GlobalId.Number(given[i].Text("optionId"), "ProductOption");
            var index = options.ToList().FindIndex(o => o.Id == optionId || o.Name == given[i].Text("optionName"));
            if (index < 0)
            {
                Reject("OPTION_DOES_NOT_EXIST", "Option does not exist", here);
                isGood = false;
                continue;
            }

            var valueId = GlobalId.Number(given[i].Text("id"), "ProductOptionValue");
            var value = options[index].Values.FirstOrDefault(v => v.Id == valueId || v.Name == given[i].Text("name"));
            if (value is null)
            {
                Reject("OPTION_VALUE_DOES_NOT_EXIST", "Option value does not exist", here);
                isGood = false;
            }

            values[index] = value?.Name;
        }

        if (!isGood) return null;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is not null) continue;
            Reject("INVALID_VARIANT", $"You need to add option values for {options[i].Name}", at);
            return null;
        }

        return values!;
    }

    private void RefuseUnusedValues(IReadOnlyList<DemoOption> options, HashSet<IReadOnlyList<string>> used)
    {
        for (var i = 0; problems.Count == 0 && i < options.Count; i++)
        {
            var inUse = used.Select(tuple => tuple[i]).ToHashSet(StringComparer.Ordinal);
            for (var j = 0; j < options[i].Values.Count; j++)
            {
                if (inUse.Contains(options[i].Values[j].Name)) continue;
                Reject(
                    "INVALID_INPUT",
                    $"Option value '{options[i].Values[j].Name}' is not used by any variant.",
                    [.. OptionsPath, i.ToString(CultureInfo.InvariantCulture), "values", j.ToString(CultureInfo.InvariantCulture)]);
            }
        }
    }

    private void CheckPrices(IReadOnlyDictionary<string, object?> input, IReadOnlyDictionary<string, object?> item, IReadOnlyList<string> at)
    {
        Check(input.Get<decimal?>("price"), "Price", [.. at, "price"]);
        Check(input.Get<decimal?>("compareAtPrice"), "Compare at price", [.. at, "compareAtPrice"]);
        Check(item.Get<decimal?>("cost"), "Cost per item", [.. at, "inventoryItem", "cost"]);

        void Check(decimal? amount, string label, IReadOnlyList<string> field)
        {
            if (amount < 0) Reject("INVALID_VARIANT", $"{label} must be greater than or equal to 0", field);
            if (amount >= CostCeiling) Reject("INVALID_VARIANT", $"{label} must be less than 1000000000000000000", field);
        }
    }

    private void CheckLength(IReadOnlyDictionary<string, object?> input, string field, string label, IReadOnlyList<string> at)
    {
        if (input.Text(field) is { Length: > LongestText }) Reject("INVALID_VARIANT", $"{label} is too long (maximum is 255 characters)", [.. at, field]);
    }

    private DemoProduct WithDefaultVariant(DemoProduct product)
    {
        var ids = context.Content;
        return product with
        {
            Options = [new DemoOption(ids.NextId(), DemoOption.DefaultName, [new DemoOptionValue(ids.NextId(), DemoOption.DefaultValue)])],
            Variants =
            [
                new DemoVariant
                {
                    Id = ids.NextId(), InventoryItemId = ids.NextId(), OptionValues = [DemoOption.DefaultValue], CreatedAt = context.Now, UpdatedAt = context.Now,
                },
            ],
        };
    }

    private static string? DigitsOf(string? code) => code is null ? null : string.Concat(code.Where(char.IsAsciiLetterOrDigit));

    private void Reject(string? code, string message, IReadOnlyList<string> field) => problems.Add(new UserProblem(code, message, field));
}
