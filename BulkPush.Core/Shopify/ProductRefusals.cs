using BulkPush.Core.Catalog;
using BulkPush.Core.Stores;

namespace BulkPush.Core.Shopify;

/// <summary>What Shopify would refuse anyway, found before a request is spent on it (limits: FACTS section 4).</summary>
internal static class ProductRefusals
{
    public const string InvalidProduct = "INVALID_PRODUCT";
    public const string InvalidVariant = "INVALID_VARIANT";
    public const string InvalidMetafield = "INVALID_METAFIELD";

    /// <summary>
    /// Shopify's limit for input lists that have no other one (shopify.dev: "Input limits"; FACTS section 4). Recordings show it inside other lists as well
    /// (capture 15), and that only the list of variants may be longer (capture 14). For the values of an option it was not recorded.
    /// </summary>
    private const int MaxListLength = 250;

    /// <summary>Prices and costs are below this (capture 16).</summary>
    private const decimal MoneyLimit = 1_000_000_000_000_000_000m;

    /// <returns>The first reason not to send the product to a store with these settings; null when there is none.</returns>
    public static MapOutcome.Refused? FindFirst(NormalisedProduct product, StoreSettings settings) =>
        Text(product.Product, settings)
        ?? (settings.OwnsOrganisation ? Tags(product) : null)
        ?? (settings.OwnsVariants && product.Variants.Count > 0 ? Options(product) ?? Variants(product) : null)
        ?? (settings.OwnsMedia ? Images(product) : null)
        ?? (settings.OwnsMetafields ? Metafields(product) : null);

    private static MapOutcome.Refused? Text(Product product, StoreSettings settings) =>
        Required("title", "title", product.Title)
        ?? Required("handle", "handle", product.Handle)
        ?? (settings.OwnsOrganisation ? TooLong("vendor", "vendor", product.Vendor) ?? TooLong("productType", "product type", product.ProductType) : null);

    private static MapOutcome.Refused? Tags(NormalisedProduct product)
    {
        if (product.Tags.Count > Product.MaxTags)
            return Invalid("tags", $"The product has {product.Tags.Count} tags; Shopify takes {Product.MaxTags}. Remove some.");

        return product.Tags.FirstOrDefault(tag => tag.Length > Product.MaxTextLength) is { } tag
            ? Invalid("tags", $"The tag “{tag[..40]}…” is longer than {Product.MaxTextLength} characters. Shorten it.")
            : null;
    }

    private static MapOutcome.Refused? Options(NormalisedProduct product)
    {
        var names = product.OptionNames;
        if (names.Count > Product.MaxOptions)
            return new("OPTIONS_OVER_LIMIT", "productOptions", $"The product has {names.Count} options; Shopify takes {Product.MaxOptions}. Join some of them.");

        for (var index = 0; index < names.Count; index++)
        {
            var field = $"productOptions.{index}.name";
            if (Required(field, $"name of option {index + 1}", names[index]) is { } refused)
                return refused;
            if (names[index].Contains(" / ", StringComparison.Ordinal))
                return Invalid(field, $"The option name “{names[index]}” contains “ / ”, which Shopify keeps for itself. Rename the option.");
        }

        return names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? new("DUPLICATED_OPTION_NAME", "productOptions", $"Two options are called “{twice.Key}”. Rename one of them.")
            : null;
    }

    private static MapOutcome.Refused? Variants(NormalisedProduct product)
    {
        if (product.Variants.Count > Product.MaxVariants)
        {
            return new(
                "VARIANTS_OVER_LIMIT",
                "variants",
                $"The product has {product.Variants.Count} variants; Shopify takes {Product.MaxVariants}. Split it into several products.");
        }

        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < product.Variants.Count; index++)
        {
            if ((Values(product, index) ?? Amounts(product.Variants[index], index)) is { } refused)
                return refused;

            var values = string.Join('\u001f', product.OptionValues[index]);
            if (!seen.TryAdd(values, index))
            {
                return new(
                    InvalidVariant,
                    $"variants.{index}",
                    $"Variants {seen[values] + 1} and {index + 1} have the same option values ({string.Join(" / ", product.OptionValues[index])}). Change one of them or remove it.");
            }
        }

        return OptionValues(product);
    }

    private static MapOutcome.Refused? OptionValues(NormalisedProduct product)
    {
        for (var option = 0; option < product.OptionNames.Count; option++)
        {
            if (product.UsedValues(option).Count() is var count and > MaxListLength)
            {
                return new(
                    "OPTION_VALUES_OVER_LIMIT",
                    $"productOptions.{option}.values",
                    $"The option “{product.OptionNames[option]}” has {count} values; Shopify takes {MaxListLength}. Tell the variants apart by several options, or split the product.");
            }
        }

        return null;
    }

    private static MapOutcome.Refused? Values(NormalisedProduct product, int index)
    {
        var values = product.OptionValues[index];
        for (var option = 0; option < Math.Max(values.Count, product.OptionNames.Count); option++)
        {
            if (option >= product.OptionNames.Count)
                return new(InvalidVariant, $"variants.{index}.optionValues", $"Variant {index + 1} has more option values than the product has options. Remove the extra ones.");
            if (option >= values.Count || values[option].Length == 0)
            {
                return new(
                    "OPTION_VALUES_MISSING",
                    $"variants.{index}.optionValues",
                    $"Variant {index + 1} has no value for the option “{product.OptionNames[option]}”. Fill it in.");
            }

            if (TooLong($"variants.{index}.optionValues", $"option value of variant {index + 1}", values[option]) is { } refused)
                return refused;
        }

        return null;
    }

    private static MapOutcome.Refused? Amounts(ProductVariant variant, int index) =>
        TooLong($"variants.{index}.sku", $"SKU of variant {index + 1}", variant.Sku)
        ?? TooLong($"variants.{index}.barcode", $"barcode of variant {index + 1}", variant.Barcode)
        ?? Amount($"variants.{index}.price", $"price of variant {index + 1}", variant.Price)
        ?? Amount($"variants.{index}.compareAtPrice", $"compare-at price of variant {index + 1}", variant.CompareAtPrice)
        ?? Amount($"variants.{index}.inventoryItem.cost", $"cost of variant {index + 1}", variant.Cost)
        ?? Amount($"variants.{index}.inventoryItem.measurement.weight", $"weight of variant {index + 1}", variant.Weight);

    private static MapOutcome.Refused? Images(NormalisedProduct product)
    {
        if (product.Images.Count > Product.MaxImages)
            return Invalid("files", $"The product has {product.Images.Count} images; Shopify takes {Product.MaxImages}. Remove some.");

        for (var index = 0; index < product.Images.Count; index++)
        {
            if (!IsWebAddress(product.Images[index].Src))
                return Invalid($"files.{index}.originalSource", $"The address of image {index + 1} is not a web address (http or https). Shopify fetches images by their address: correct it.");
        }

        return null;
    }

    private static MapOutcome.Refused? Metafields(NormalisedProduct product)
    {
        // One place in the list is the custom id's.
        if (product.Metafields.Count > MaxListLength - 1)
            return Invalid("metafields", $"The product has {product.Metafields.Count} metafields; BulkPush can send {MaxListLength - 1}. Remove some.");

        var twice = product.Metafields.GroupBy(metafield => (metafield.Namespace, metafield.Key)).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            return Invalid("metafields", $"The metafield {twice.Key.Namespace}.{twice.Key.Key} is there twice. Remove one of the two.");

        // The first entry of the list that is sent is the custom id.
        return product.Metafields.Select((metafield, index) => Metafield(metafield, $"metafields.{index + 1}")).FirstOrDefault(refused => refused is not null);
    }

    private static MapOutcome.Refused? Metafield(ProductMetafield metafield, string field)
    {
        var name = $"{metafield.Namespace}.{metafield.Key}";
        if (!ProductContentCheck.IsMetafieldName(metafield.Namespace, metafield.Key))
            return new(InvalidMetafield, $"{field}.key", $"The metafield “{name}” cannot have this name: the namespace needs 3 characters or more, the key 2, without spaces. Rename it.");
        if (!MetafieldValues.IsTypeName(metafield.Type))
            return new(InvalidMetafield, $"{field}.type", $"The metafield {name} has no type that Shopify knows. Choose one, such as {ProductContentRules.SingleLineText}.");

        return MetafieldValues.Fault(metafield.Type, metafield.Value) is { } fault
            ? new(InvalidMetafield, $"{field}.value", $"The metafield {name} {fault}. Correct it.")
            : null;
    }

    private static MapOutcome.Refused? Required(string field, string name, string text) => string.IsNullOrWhiteSpace(text)
        ? Invalid(field, $"The {name} is empty. Shopify needs one: fill it in.")
        : TooLong(field, name, text);

    private static MapOutcome.Refused? TooLong(string field, string name, string? text) => text?.Trim().Length > Product.MaxTextLength
        ? Invalid(field, $"The {name} is longer than {Product.MaxTextLength} characters. Shorten it.")
        : null;

    private static MapOutcome.Refused? Amount(string field, string name, decimal? amount) => amount switch
    {
        < 0 => new(InvalidVariant, field, $"The {name} is below zero. Correct it."),

        // In the form in which it is sent, with two decimals.
        { } sent when decimal.Round(sent, 2, MidpointRounding.AwayFromZero) >= MoneyLimit => new(InvalidVariant, field, $"The {name} is larger than Shopify can keep. Correct it."),
        _ => null,
    };

    private static bool IsWebAddress(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) && url.Host.Length > 0;

    private static MapOutcome.Refused Invalid(string field, string message) => new(InvalidProduct, field, message);
}
