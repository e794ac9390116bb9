namespace BulkPush.Core.Catalog;

/// <summary>Between the stored product and its content, and whether two contents say the same.</summary>
public static class ProductContentMapping
{
    /// <summary>What <paramref name="product"/> says; its variants, images and metafields must be loaded.</summary>
    public static ProductContent ToContent(Product product) => new()
    {
        Handle = product.Handle,
        Title = product.Title,
        DescriptionHtml = product.DescriptionHtml,
        Vendor = product.Vendor,
        ProductType = product.ProductType,
        Category = product.Category,
        Tags = product.Tags,
        Status = product.Status,
        SeoTitle = product.SeoTitle,
        SeoDescription = product.SeoDescription,
        OptionNames = product.OptionNames,
        Variants = product.Variants.OrderBy(variant => variant.Position).Select(ToContent).ToArray(),
        Images = product.Images.OrderBy(image => image.Position).Select(image => new ImageContent(image.Src, image.AltText)).ToArray(),
        Metafields = product.Metafields
            .OrderBy(field => field.Namespace, StringComparer.Ordinal)
            .ThenBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => new MetafieldContent(field.Namespace, field.Key, field.Type, field.Value))
            .ToArray(),
    };

    /// <summary>A new product that says <paramref name="content"/>, in no store yet.</summary>
    internal static Product Create(ProductContent content, DateTimeOffset now)
    {
        var product = new Product { Handle = content.Handle, Title = content.Title, CreatedAt = now, UpdatedAt = now };
        Write(content, product);
        return product;
    }

    /// <summary>Makes a loaded product say <paramref name="content"/>; returns false, and leaves it as it was, when it does already.</summary>
    internal static bool Change(Product product, ProductContent content, DateTimeOffset now)
    {
        if (AreEqual(ToContent(product), content))
            return false;
        Write(content, product);
        product.MarkChanged(now);
        return true;
    }

    /// <summary>Whether two normalised contents say the same.</summary>
    internal static bool AreEqual(ProductContent a, ProductContent b) =>
        WithoutLists(a) == WithoutLists(b)
        && a.Tags.SequenceEqual(b.Tags)
        && a.OptionNames.SequenceEqual(b.OptionNames)
        && a.Images.SequenceEqual(b.Images)
        && a.Metafields.SequenceEqual(b.Metafields)
        && a.Variants.Count == b.Variants.Count
        && a.Variants.Zip(b.Variants).All(pair => AreEqual(pair.First, pair.Second));

    private static bool AreEqual(VariantContent a, VariantContent b) =>
        a with { OptionValues = Array.Empty<string>() } == b with { OptionValues = Array.Empty<string>() } && a.OptionValues.SequenceEqual(b.OptionValues);

    // A record compares its lists by reference: the shared empty arrays take them out of the comparison.
    private static ProductContent WithoutLists(ProductContent content) => content with
    {
        Tags = Array.Empty<string>(),
        OptionNames = Array.Empty<string>(),
        Variants = Array.Empty<VariantContent>(),
        Images = Array.Empty<ImageContent>(),
        Metafields = Array.Empty<MetafieldContent>(),
    };

    private static VariantContent ToContent(ProductVariant variant) => new()
    {
        OptionValues = variant.OptionValues,
        Sku = variant.Sku,
        Barcode = variant.Barcode,
        Price = variant.Price,
        CompareAtPrice = variant.CompareAtPrice,
        Cost = variant.Cost,
        Weight = variant.Weight,
        WeightUnit = variant.WeightUnit,
        InventoryPolicy = variant.InventoryPolicy,
        IsTracked = variant.IsTracked,
        IsTaxable = variant.IsTaxable,
        RequiresShipping = variant.RequiresShipping,
        ImageSrc = variant.ImageSrc,
    };

    private static void Write(ProductContent content, Product product)
    {
        product.Handle = content.Handle;
        product.Title = content.Title;
        product.DescriptionHtml = content.DescriptionHtml;
        product.Vendor = content.Vendor;
        product.ProductType = content.ProductType;
        product.Category = content.Category;
        product.Tags = [.. content.Tags];
        product.Status = content.Status;
        product.SeoTitle = content.SeoTitle;
        product.SeoDescription = content.SeoDescription;
        product.OptionNames = [.. content.OptionNames];
        WriteVariants(content.Variants, product.Variants);
        WriteImages(content.Images, product.Images);
        WriteMetafields(content.Metafields, product.Metafields);
    }

    // Rows are kept by place and overwritten: a new price of one variant in sixty updates one row.
    private static void WriteVariants(IReadOnlyList<VariantContent> from, List<ProductVariant> rows)
    {
        rows.Sort((a, b) => a.Position.CompareTo(b.Position));
        Resize(rows, from.Count, () => new ProductVariant());
        for (var i = 0; i < from.Count; i++)
        {
            var (content, row) = (from[i], rows[i]);
            row.Position = i + 1;
            row.OptionValues = [.. content.OptionValues];
            row.Sku = content.Sku;
            row.Barcode = content.Barcode;
            row.Price = content.Price;
            row.CompareAtPrice = content.CompareAtPrice;
            row.Cost = content.Cost;
            row.Weight = content.Weight;
            row.WeightUnit = content.WeightUnit;
            row.InventoryPolicy = content.InventoryPolicy;
            row.IsTracked = content.IsTracked;
            row.IsTaxable = content.IsTaxable;
            row.RequiresShipping = content.RequiresShipping;
            row.ImageSrc = content.ImageSrc;
        }
    }

    private static void WriteImages(IReadOnlyList<ImageContent> from, List<ProductImage> rows)
    {
        rows.Sort((a, b) => a.Position.CompareTo(b.Position));
        Resize(rows, from.Count, () => new ProductImage { Src = "" });
        for (var i = 0; i < from.Count; i++)
        {
            rows[i].Position = i + 1;
            rows[i].Src = from[i].Src;
            rows[i].AltText = from[i].AltText;
        }
    }

    // Kept by name, not by place: the name is unique in the table, and two rows that swap names could not be written.
    private static void WriteMetafields(IReadOnlyList<MetafieldContent> from, List<ProductMetafield> rows)
    {
        rows.RemoveAll(row => !from.Any(field => field.Namespace == row.Namespace && field.Key == row.Key));
        foreach (var field in from)
        {
            var row = rows.Find(row => row.Namespace == field.Namespace && row.Key == field.Key);
            if (row is null)
            {
                rows.Add(new ProductMetafield { Namespace = field.Namespace, Key = field.Key, Type = field.Type, Value = field.Value });
            }
            else
            {
                row.Type = field.Type;
                row.Value = field.Value;
            }
        }
    }

    private static void Resize<T>(List<T> rows, int count, Func<T> make)
    {
        if (rows.Count > count)
            rows.RemoveRange(count, rows.Count - count);
        while (rows.Count < count)
            rows.Add(make());
    }
}
