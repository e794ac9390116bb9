using System.Globalization;
using System.Text.Json;
using BulkPush.Core.Catalog;
using BulkPush.Core.Stores;

namespace BulkPush.Core.Shopify;

/// <summary>Renders the parts of a <c>ProductSetInput</c>. Fields that the catalogue owns are always written, empty ones too: a field left out keeps the store's value.</summary>
internal sealed class ProductSetWriter(NormalisedProduct normalised, StoreSettings settings)
{
    private readonly Product _product = normalised.Product;

    /// <summary>Everything that is not a list of rows, as far as the catalogue owns it.</summary>
    public ReadOnlyMemory<byte> Scalars() => ShopifyJson.Members(writer =>
    {
        if (settings.OwnsText)
        {
            WriteIdentity(writer);
            writer.WriteString("descriptionHtml", _product.DescriptionHtml);
        }

        if (settings.OwnsOrganisation)
        {
            writer.WriteString("vendor", _product.Vendor.Trim());
            writer.WriteString("productType", _product.ProductType.Trim());
            writer.WriteStartArray("tags");
            foreach (var tag in normalised.Tags)
                writer.WriteStringValue(tag);
            writer.WriteEndArray();

            // Null would also delete the attributes that merchants filled in for the store's category, so an unknown one leaves it alone.
            if (normalised.Category is { } category)
                writer.WriteString("category", category);
        }

        if (settings.OwnsSeo)
        {
            writer.WriteStartObject("seo");
            writer.WriteString("title", _product.SeoTitle ?? "");
            writer.WriteString("description", _product.SeoDescription ?? "");
            writer.WriteEndObject();
        }

        if (settings.OwnsStatus)
            writer.WriteString("status", StatusName(_product.Status));
    });

    /// <summary>What a new product needs although the catalogue does not own it.</summary>
    public ReadOnlyMemory<byte> CreateOnly() => settings.OwnsText ? ReadOnlyMemory<byte>.Empty : ShopifyJson.Members(WriteIdentity);

    /// <summary>Options and variants: Shopify takes neither without the other.</summary>
    /// <param name="mediaIds">The store's ids of images, by address: those go by id, so that they are not fetched again.</param>
    public ReadOnlyMemory<byte> Variants(bool withImages, IReadOnlyDictionary<string, string>? mediaIds = null) => ShopifyJson.Members(writer =>
    {
        writer.WriteStartArray("productOptions");
        for (var option = 0; option < normalised.OptionNames.Count; option++)
        {
            writer.WriteStartObject();
            writer.WriteString("name", normalised.OptionNames[option]);
            writer.WriteNumber("position", option + 1);
            writer.WriteStartArray("values");
            foreach (var value in normalised.UsedValues(option))
            {
                writer.WriteStartObject();
                writer.WriteString("name", value);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("variants");
        for (var index = 0; index < normalised.Variants.Count; index++)
            WriteVariant(writer, index, withImages, mediaIds);
        writer.WriteEndArray();
    });

    /// <inheritdoc cref="Variants" path="/param[@name='mediaIds']"/>
    public ReadOnlyMemory<byte> Files(IReadOnlyDictionary<string, string>? mediaIds = null) => ShopifyJson.Members(writer =>
    {
        writer.WriteStartArray("files");
        foreach (var image in normalised.Images)
            WriteFile(writer, image, mediaIds);
        writer.WriteEndArray();
    });

    /// <summary>Which variant shows which image, for the hash of the images.</summary>
    public ReadOnlyMemory<byte> VariantImages() => ShopifyJson.Members(writer =>
    {
        for (var index = 0; index < normalised.Variants.Count; index++)
        {
            if (normalised.VariantImages[index] is { } image)
                writer.WriteString(string.Join(" / ", normalised.OptionValues[index]), image.Src);
        }
    });

    /// <summary>The custom id is one of them: a list without it is refused, or deletes it (FACTS section 4).</summary>
    public ReadOnlyMemory<byte> Metafields() => ShopifyJson.Members(writer =>
    {
        writer.WriteStartArray("metafields");
        WriteMetafield(writer, CustomId.Namespace, CustomId.Key, CustomId.Type, CustomId.ValueFor(_product));
        foreach (var metafield in normalised.Metafields)
            WriteMetafield(writer, metafield.Namespace, metafield.Key, metafield.Type, metafield.Value);
        writer.WriteEndArray();
    });

    private void WriteIdentity(Utf8JsonWriter writer)
    {
        writer.WriteString("title", _product.Title.Trim());
        writer.WriteString("handle", _product.Handle.Trim());
    }

    private void WriteVariant(Utf8JsonWriter writer, int index, bool withImages, IReadOnlyDictionary<string, string>? mediaIds)
    {
        var variant = normalised.Variants[index];
        writer.WriteStartObject();
        writer.WriteStartArray("optionValues");
        for (var option = 0; option < normalised.OptionNames.Count; option++)
        {
            writer.WriteStartObject();
            writer.WriteString("optionName", normalised.OptionNames[option]);
            writer.WriteString("name", normalised.OptionValues[index][option]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("sku", variant.Sku?.Trim() ?? "");
        writer.WriteString("barcode", variant.Barcode?.Trim() ?? "");
        if (settings.OwnsPrices)
        {
            writer.WriteString("price", Money(variant.Price));
            WriteMoneyOrNull(writer, "compareAtPrice", variant.CompareAtPrice);
        }

        writer.WriteBoolean("taxable", variant.IsTaxable);
        writer.WriteString("inventoryPolicy", variant.InventoryPolicy == InventoryPolicy.Continue ? "CONTINUE" : "DENY");
        WriteInventoryItem(writer, variant);
        if (withImages && normalised.VariantImages[index] is { } image)
        {
            writer.WritePropertyName("file");
            WriteFile(writer, image, mediaIds);
        }

        writer.WriteEndObject();
    }

    private static void WriteInventoryItem(Utf8JsonWriter writer, ProductVariant variant)
    {
        writer.WriteStartObject("inventoryItem");
        WriteMoneyOrNull(writer, "cost", variant.Cost);
        writer.WriteBoolean("tracked", variant.IsTracked);
        writer.WriteBoolean("requiresShipping", variant.RequiresShipping);
        writer.WriteStartObject("measurement");
        writer.WriteStartObject("weight");

        // A double drops trailing zeros, so 1.50 and 1.5 are the same weight to the hash.
        writer.WriteNumber("value", (double)(variant.Weight ?? 0));
        writer.WriteString("unit", UnitName(variant.WeightUnit));
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter writer, ProductImage image, IReadOnlyDictionary<string, string>? mediaIds)
    {
        writer.WriteStartObject();
        var mediaId = mediaIds?.GetValueOrDefault(image.Src);
        writer.WriteString(mediaId is null ? "originalSource" : "id", mediaId ?? image.Src);
        writer.WriteString("alt", image.AltText ?? "");

        // The order of the fields is part of the hash that channels remember.
        if (mediaId is null)
            writer.WriteString("contentType", "IMAGE");
        writer.WriteEndObject();
    }

    private static void WriteMetafield(Utf8JsonWriter writer, string @namespace, string key, string type, string value)
    {
        writer.WriteStartObject();
        writer.WriteString("namespace", @namespace);
        writer.WriteString("key", key);
        writer.WriteString("type", type);
        writer.WriteString("value", value);
        writer.WriteEndObject();
    }

    private static void WriteMoneyOrNull(Utf8JsonWriter writer, string name, decimal? amount)
    {
        if (amount is { } known)
            writer.WriteString(name, Money(known));
        else
            writer.WriteNull(name);
    }

    private static string Money(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    private static string StatusName(ProductStatus status) => status switch
    {
        ProductStatus.Draft => "DRAFT",
        ProductStatus.Archived => "ARCHIVED",
        _ => "ACTIVE",
    };

    private static string UnitName(WeightUnit unit) => unit switch
    {
        WeightUnit.Grams => "GRAMS",
        WeightUnit.Ounces => "OUNCES",
        WeightUnit.Pounds => "POUNDS",
        _ => "KILOGRAMS",
    };
}
