using System.Text;
using BulkPush.Core.Catalog;
using BulkPush.Core.Catalog.Csv;

namespace BulkPush.Tests.Catalog.Csv;

/// <summary>What the rows of a file say, without a database.</summary>
public sealed class ProductCsvContentTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reads_the_older_headers()
    {
        var content = await OneAsync(
            """
            Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Policy,Variant Price,Variant Compare At Price,Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,Image Position,Image Alt Text,SEO Title,SEO Description,Variant Image,Variant Weight Unit,Cost per item,Status
            tee,Tee,<p>Soft</p>,Fjellby,Apparel > Shirts,Shirts,"summer, Cotton",true,Size,S,Colour,Red,,,T-1,500,shopify,continue,19.90,25,false,FALSE,4006381333931,https://images.example.com/a.jpg,1,Front,Tee!,Buy it,https://images.example.com/red.jpg,kg,7.5,draft
            """);

        Assert.Equal(("tee", "Tee", "<p>Soft</p>", "Fjellby", "Shirts", "Apparel > Shirts"), (content.Handle, content.Title, content.DescriptionHtml, content.Vendor, content.ProductType, content.Category));
        Assert.Equal(["Cotton", "summer"], content.Tags);
        Assert.Equal(ProductStatus.Draft, content.Status);
        Assert.Equal(("Tee!", "Buy it"), (content.SeoTitle, content.SeoDescription));
        Assert.Equal(["Size", "Colour"], content.OptionNames);
        Assert.Equal(["https://images.example.com/a.jpg", "https://images.example.com/red.jpg"], content.Images.Select(image => image.Src));
        Assert.Equal("Front", content.Images[0].AltText);
        var variant = Assert.Single(content.Variants);
        Assert.Equal(["S", "Red"], variant.OptionValues);
        Assert.Equal(("T-1", "4006381333931", 19.90m, 25m, 7.5m), (variant.Sku, variant.Barcode, variant.Price, variant.CompareAtPrice, variant.Cost));
        Assert.Equal((0.5m, WeightUnit.Kilograms), (variant.Weight, variant.WeightUnit));
        Assert.Equal(InventoryPolicy.Continue, variant.InventoryPolicy);
        Assert.Equal((true, false, false), (variant.IsTracked, variant.IsTaxable, variant.RequiresShipping));
        Assert.Equal("https://images.example.com/red.jpg", variant.ImageSrc);
    }

    [Fact]
    public async Task Reads_the_newer_headers()
    {
        var content = await OneAsync(
            """
            Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Barcode,Option1 name,Option1 value,Price,Compare-at price,Cost per item,Charge tax,Inventory tracker,Continue selling when out of stock,Weight value (grams),Weight unit for display,Requires shipping,Product image URL,Image position,Image alt text,Variant image URL,SEO title,SEO description
            Tee,tee,<p>Soft</p>,Fjellby,aa-1-13-8,Shirts,new,TRUE,Active,T-1,40,Size,S,19.90,25,7.5,TRUE,shopify,CONTINUE,250,g,TRUE,https://images.example.com/a.jpg,1,Front,,Tee!,Buy it
            """);

        Assert.Equal(("tee", "<p>Soft</p>", "aa-1-13-8", ProductStatus.Active), (content.Handle, content.DescriptionHtml, content.Category, content.Status));
        var variant = Assert.Single(content.Variants);
        Assert.Equal(("T-1", "40", 19.90m, 25m, 7.5m), (variant.Sku, variant.Barcode, variant.Price, variant.CompareAtPrice, variant.Cost));
        Assert.Equal((250m, WeightUnit.Grams, InventoryPolicy.Continue, true), (variant.Weight, variant.WeightUnit, variant.InventoryPolicy, variant.IsTracked));
        Assert.Equal(new ImageContent("https://images.example.com/a.jpg", "Front"), Assert.Single(content.Images));
    }

    [Fact]
    public async Task Headers_are_found_without_regard_to_case_blanks_and_a_byte_order_mark()
    {
        var content = await OneAsync("\ufeff HANDLE ,title, Variant   price\ntee,Tee,5");

        Assert.Equal(("tee", 5m), (content.Handle, content.Variants[0].Price));
    }

    [Theory]
    [InlineData("500", "g", 500, WeightUnit.Grams)]
    [InlineData("500", "", 500, WeightUnit.Grams)]
    [InlineData("500", "kg", 0.5, WeightUnit.Kilograms)]
    [InlineData("453.59237", "lb", 1, WeightUnit.Pounds)]
    [InlineData("28.349523125", "oz", 1, WeightUnit.Ounces)]
    [InlineData("0", "kg", 0, WeightUnit.Kilograms)]
    public async Task Weights_are_grams_shown_in_a_unit(string grams, string unit, double weight, WeightUnit expected)
    {
        var content = await OneAsync($"Handle,Title,Variant Price,Variant Grams,Variant Weight Unit\na,A,1,{grams},{unit}");

        Assert.Equal(((decimal)weight, expected), (content.Variants[0].Weight!.Value, content.Variants[0].WeightUnit));
    }

    [Theory]
    [InlineData("", "", ProductStatus.Active)]
    [InlineData("true", "", ProductStatus.Active)]
    [InlineData("false", "", ProductStatus.Draft)]
    [InlineData("true", "archived", ProductStatus.Archived)]
    [InlineData("false", "ACTIVE", ProductStatus.Active)]
    public async Task Status_decides_and_published_only_stands_in_for_it(string published, string status, ProductStatus expected) =>
        Assert.Equal(expected, (await OneAsync($"Handle,Title,Variant Price,Published,Status\na,A,1,{published},{status}")).Status);

    [Fact]
    public async Task Rows_of_a_handle_are_variants_and_images_of_one_product()
    {
        var content = await OneAsync(
            """
            Handle,Title,Option1 Name,Option1 Value,Variant Price,Image Src,Image Position,Variant Weight Unit
            tee,Tee,Size,S,1,https://images.example.com/2.jpg,2,kg
            TEE,,,M,2,https://images.example.com/1.jpg,1,kg
            ,,,L,3,,,kg
            tee,,,,,https://images.example.com/3.jpg,3,kg
            """);

        Assert.Equal(["S", "M", "L"], content.Variants.Select(variant => variant.OptionValues[0]));
        Assert.Equal([1, 2, 3], content.Variants.Select(variant => variant.Price));
        Assert.Equal(["https://images.example.com/1.jpg", "https://images.example.com/2.jpg", "https://images.example.com/3.jpg"], content.Images.Select(image => image.Src));
    }

    [Fact]
    public async Task Metafields_are_found_anywhere_in_a_header_and_typed_by_their_value()
    {
        var content = await OneAsync("Handle,Title,Variant Price,Fabric (product.metafields.custom.fabric),product.metafields.care.how_to,Empty (product.metafields.custom.empty)\na,A,1,Linen,\"Wash cold\r\nDry flat\",");

        Assert.Equal(
            [new("care", "how_to", "multi_line_text_field", "Wash cold\nDry flat"), new MetafieldContent("custom", "fabric", "single_line_text_field", "Linen")],
            content.Metafields);
    }

    [Fact]
    public async Task Columns_that_are_not_read_are_named_once_and_in_order()
    {
        var (header, _) = await ReadAsync("Handle,Title,Variant Inventory Qty,Google Shopping / MPN,SKU,Variant SKU,Google Shopping / MPN,,Price (variant.metafields.custom.x_y),Odd (product.metafields.x.y)\n");

        Assert.Equal(["Variant Inventory Qty", "Google Shopping / MPN", "Variant SKU", "column 8 (no header)", "Price (variant.metafields.custom.x_y)", "Odd (product.metafields.x.y)"], header.Ignored);
    }

    public static TheoryData<string, string, int, string> BadProducts => new()
    {
        { "Handle,Title,Variant Price", "a,A,12x", 2, "The price '12x' is not a number. Write it like 1234.50." },
        { "Handle,Title,Variant Price", "a,A,\"1,234.50\"", 2, "The price '1,234.50' is not a number. Write it like 1234.50." },
        { "Handle,Title,Variant Price", "a,A,", 2, "The price is missing. Write 0 when the variant is free." },
        { "Handle,Title,Variant Price", "a,A,-1", 2, "The price of variant 1 is below zero." },
        { "Handle,Title,Variant Price", "a,,1", 2, "The title is missing on the product's first row." },
        { "Handle,Title,Variant Price", "a,,1\na,A,2", 2, "The title is missing on the product's first row." },
        { "Handle,Title,Variant Price", ",,1", 2, "The row has neither a handle nor a title, and no product stands above it." },
        { "Handle,Title,Variant Price", "a,A,1\na,B,1", 3, "The title 'B' differs from 'A' on line 2, but the handle is the same." },
        { "Handle,Title,Variant Price", "a,A,1\na,,2", 3, "A product without options has one variant only; name an option to tell several apart." },
        { "Handle,Title,Variant Price", "a,A,1,2", 2, "The row has 4 cells but the first line names 3 columns. A cell with a comma in it needs quotes." },
        { "Handle,Title,Variant Price", "a,\"A\"x,1", 2, "A cell of this row goes on after its closing quote. Double every quote inside a quoted cell." },
        { "Handle,Title,Variant Price", "a,\"A,1\nb,B,2\n", 2, "A quote in this row is never closed. Nothing from this line on could be read." },
        { "Handle,Title,Variant Price,Status", "a,A,1,on sale", 2, "The status 'on sale' is not known. Use active, draft or archived." },
        { "Handle,Title,Variant Price,Variant Taxable", "a,A,1,maybe", 2, "Taxable 'maybe' is neither true nor false." },
        { "Handle,Title,Variant Price,Variant Inventory Policy", "a,A,1,never", 2, "The inventory policy 'never' is not known. Use deny or continue." },
        { "Handle,Title,Variant Price,Variant Grams,Variant Weight Unit", "a,A,1,5,st", 2, "The weight unit 'st' is not known. Use g, kg, oz or lb." },
        { "Handle,Title,Variant Price,Option1 Name,Option1 Value", "a,A,1,Size,S\na,,2,,M\na,,2,,S", 4, "There are two variants 'S'." },
        { "Handle,Title,Variant Price,Option1 Name,Option1 Value", "a,A,1,Size,S\na,,2,Length,M", 3, "The option is named 'Length' here but 'Size' above. A product's options have one name each." },
        { "Handle,Title,Variant Price,Option1 Name,Option1 Value", "a,A,1,,S", 2, "Option1 has the value 'S' but no name on the product's first row." },
        { "Handle,Title,Variant Price,Option1 Name,Option1 Value", "a,A,1,Size,\na,,1,,M", 2, "Variant 1 has no value for option 'Size'." },
        { "Handle,Title,Variant Price,Image Src,Image Position", "a,A,1,https://images.example.com/a.jpg,first", 2, "The image position 'first' is not a whole number." },
        { "Handle,Title,Variant Price,Image Src", "a,A,1,\na,,,img.jpg", 3, "'img.jpg' is not an image URL: it must begin with https://." },
    };

    [Theory]
    [MemberData(nameof(BadProducts))]
    public async Task Says_what_is_wrong_and_where(string header, string rows, int line, string message)
    {
        var (_, products) = await ReadAsync($"{header}\n{rows}");

        var problem = Assert.Throws<ProductCsvRowException>(() => ProductCsvContent.Read(products[0], null));
        Assert.Equal((line, message), (problem.Line, problem.Message));
    }

    [Fact]
    public async Task Lines_are_counted_through_quoted_line_breaks_and_blank_lines()
    {
        var (_, products) = await ReadAsync("Handle,Title,Body (HTML),Variant Price\r\na,A,\"one\r\ntwo\n\nthree\",1\r\n\r\nb,B,,2\r\nc,C,,x\r\n");

        Assert.Equal([("a", 2), ("b", 7), ("c", 8)], products.Select(product => (product.Handle, product.Line)));
        Assert.Equal("one\ntwo\n\nthree", ProductCsvContent.Read(products[0], null).DescriptionHtml);
    }

    [Fact]
    public async Task A_stray_quote_in_an_unquoted_cell_is_text() =>
        Assert.Equal("5\" pot", (await OneAsync("Handle,Title,Variant Price\na,5\" pot,1")).Title);

    [Fact]
    public async Task A_handle_that_comes_again_later_is_refused_there_and_names_both_places()
    {
        var (_, products) = await ReadAsync("Handle,Title,Variant Price\na,A,1\nb,B,1\nA,Other,1");

        Assert.Equal(["a", "b", "a"], products.Select(product => product.Handle));
        Assert.Null(products[0].Problem);
        Assert.Equal(4, products[2].Problem!.Line);
        Assert.StartsWith("The handle 'a' was used already on line 2", products[2].Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_refuse_their_product_only()
    {
        byte[] file = [.. Encoding.UTF8.GetBytes("Handle,Title,Variant Price\na,Caf"), 0xE9, .. Encoding.UTF8.GetBytes(",1\nb,Café,1\n")];

        var (_, products) = await ReadAsync(file);

        Assert.Equal("The row contains characters that are not UTF-8. Save the file as CSV UTF-8 and import it again.", products[0].Problem!.Message);
        Assert.Equal("Café", ProductCsvContent.Read(products[1], null).Title);
    }

    [Fact]
    public async Task A_file_in_UTF16_is_read_by_its_byte_order_mark()
    {
        var (_, products) = await ReadAsync([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("Handle,Title,Variant Price\na,Café 東京,1\n")]);

        Assert.Equal("Café 東京", ProductCsvContent.Read(products[0], null).Title);
    }

    [Fact]
    public async Task A_quote_that_swallows_more_than_a_row_can_hold_ends_the_file_there()
    {
        var (_, products) = await ReadAsync($"Handle,Title,Variant Price\na,A,1\nb,\"{string.Concat(Enumerable.Repeat("B,1\nc,C,1\n", 1_500_000))}");

        Assert.Equal("A", ProductCsvContent.Read(products[0], null).Title);
        Assert.Equal(new ProductCsvProblem(3, "A quote in this row is never closed. Nothing from this line on could be read."), products[1].Problem);
        Assert.Equal(2, products.Count);
    }

    [Fact]
    public async Task A_product_with_more_rows_than_Shopify_allows_is_refused_without_keeping_them_all()
    {
        var rows = string.Join('\n', Enumerable.Range(0, ProductCsvRows.MaxRows + 50).Select(i => $"a,,{i}"));

        var (_, products) = await ReadAsync($"Handle,Title,Variant Price\na,A,1\n{rows}");

        Assert.Equal(ProductCsvRows.MaxRows, Assert.Single(products).Rows.Count);
        Assert.StartsWith("The product has more than 2298 rows", products[0].Problem!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The file is empty: there is not even a line with the names of the columns.")]
    [InlineData("\n\n", "The file is empty: there is not even a line with the names of the columns.")]
    [InlineData("Order,Email\n1,a@example.com", "This is not a Shopify product CSV: its first line has no column named Handle or URL handle. It begins with: Order, Email.")]
    [InlineData("Handle;Title;Variant Price\na;A;1", "The columns of this file are not separated by commas. Save it as comma-separated CSV and import it again.")]
    [InlineData("PK\u0003\u0004\u0000", "This is not a Shopify product CSV: its first line has no column named Handle or URL handle.")]
    [InlineData("\"Handle,Title\na,A", "A quote that opens on line 1 is never closed, so the columns cannot be told apart.")]
    public async Task A_file_that_is_no_product_csv_is_refused_with_a_sentence(string text, string message) =>
        Assert.Equal(message, (await Assert.ThrowsAsync<ProductCsvException>(() => ReadAsync(text))).Message);

    [Fact]
    public async Task A_column_that_the_file_lacks_leaves_the_products_value_alone()
    {
        var existing = await OneAsync(
            """
            Handle,Title,Body (HTML),Vendor,Tags,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Grams,Image Src,Image Alt Text,SEO Title,Status,F (product.metafields.custom.fabric),G (product.metafields.custom.grade)
            tee,Tee,<p>Soft</p>,Fjellby,summer,Size,S,T-S,1,100,https://images.example.com/a.jpg,Front,Tee!,draft,Linen,A
            tee,,,,,,M,T-M,2,200,,,,,,
            """);

        var (_, products) = await ReadAsync("Handle,Option1 Name,Option1 Value,Variant Price,F (product.metafields.custom.fabric)\ntee,Size,M,5,\ntee,,L,6,");
        var content = ProductCsvContent.Read(products[0], existing);

        Assert.Equal(("Tee", "<p>Soft</p>", "Fjellby", "Tee!", ProductStatus.Draft), (content.Title, content.DescriptionHtml, content.Vendor, content.SeoTitle, content.Status));
        Assert.Equal(existing.Tags, content.Tags);
        Assert.Equal(existing.Images, content.Images);
        Assert.Equal([("M", "T-M", 5m, 200m), ("L", null, 6m, (decimal?)null)], content.Variants.Select(variant => (variant.OptionValues[0], variant.Sku, variant.Price, variant.Weight)));
        Assert.Equal(["grade"], content.Metafields.Select(field => field.Key));
    }

    [Fact]
    public async Task A_file_without_variant_columns_leaves_the_variants_alone()
    {
        var existing = await OneAsync("Handle,Title,Option1 Name,Option1 Value,Variant Price\ntee,Tee,Size,S,1\ntee,,,M,2");

        var (_, products) = await ReadAsync("Handle,Title,Image Src\ntee,New title,https://images.example.com/a.jpg\ntee,,https://images.example.com/b.jpg");
        var content = ProductCsvContent.Read(products[0], existing);

        Assert.Equal(("New title", 2, 2), (content.Title, content.Variants.Count, content.Images.Count));
    }

    [Fact]
    public async Task Prices_without_option_values_cannot_be_given_to_variants()
    {
        var existing = await OneAsync("Handle,Title,Option1 Name,Option1 Value,Variant Price\ntee,Tee,Size,S,1\ntee,,,M,2");

        var (_, products) = await ReadAsync("Handle,Variant Price\ntee,3");

        var problem = Assert.Throws<ProductCsvRowException>(() => ProductCsvContent.Read(products[0], existing));
        Assert.Equal("The product has options (Size) but the file has no column for their values, so its variants cannot be told apart.", problem.Message);
    }

    [Fact]
    public async Task A_typed_metafield_keeps_its_type()
    {
        var existing = (await OneAsync("Handle,Title,Variant Price\na,A,1")) with
        {
            Metafields = [new("custom", "colours", "list.single_line_text_field", "[]"), new("custom", "stars", "number_integer", "4")],
        };

        var (_, products) = await ReadAsync("Handle,product.metafields.custom.colours,product.metafields.custom.stars\na,red; blue,5");

        Assert.Equal(
            [new("custom", "colours", "list.single_line_text_field", """["red","blue"]"""), new MetafieldContent("custom", "stars", "number_integer", "5")],
            ProductCsvContent.Read(products[0], existing).Metafields);
    }

    private static async Task<ProductContent> OneAsync(string text) => ProductCsvContent.Read(Assert.Single((await ReadAsync(text)).Products), null);

    private static Task<(ProductCsvHeader Header, IReadOnlyList<ProductCsvRows> Products)> ReadAsync(string text) => ReadAsync(Encoding.UTF8.GetBytes(text));

    private static async Task<(ProductCsvHeader Header, IReadOnlyList<ProductCsvRows> Products)> ReadAsync(byte[] file)
    {
        using var stream = new MemoryStream(file);
        await using var reader = new ProductCsvReader(stream);
        var header = await reader.ReadHeaderAsync(Ct);
        var products = new List<ProductCsvRows>();
        await foreach (var product in reader.ReadAsync(header, Ct))
            products.Add(product);
        return (header, products);
    }
}
